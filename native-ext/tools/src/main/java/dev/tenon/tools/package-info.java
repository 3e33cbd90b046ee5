// SPDX-License-Identifier: Apache-2.0
/// The subcommands of `tenon` that know native code, one class each. Read
/// [dev.tenon.tools.DoctorCommand] first, the smallest, then [dev.tenon.tools.CdefCommand].
@NullMarked
package dev.tenon.tools;

import org.jspecify.annotations.NullMarked;
