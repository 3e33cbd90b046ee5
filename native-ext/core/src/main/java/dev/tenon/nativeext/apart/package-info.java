// SPDX-License-Identifier: Apache-2.0
/// What hosts see of native modules that run apart, in helper processes.
@NullMarked
package dev.tenon.nativeext.apart;

import org.jspecify.annotations.NullMarked;
