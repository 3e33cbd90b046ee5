// SPDX-License-Identifier: Apache-2.0
/// The errors of Tenon. Start with [dev.tenon.error.TenonError], the root of everything that
/// modules and hosts throw at each other; [dev.tenon.error.ImportException] names the module, from
/// where and in which [dev.tenon.error.Phase]; [dev.tenon.error.ExtensionContractException] lists
/// every fault of a bad descriptor at once.
@NullMarked
package dev.tenon.error;

import org.jspecify.annotations.NullMarked;
