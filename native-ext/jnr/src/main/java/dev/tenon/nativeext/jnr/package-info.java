// SPDX-License-Identifier: Apache-2.0
/// The native backend on JNR-FFI. [dev.tenon.nativeext.jnr.JnrBackend] calls through `jffi`, the
/// library that JNR-FFI's own interfaces stand on; everything else about native modules lives in
/// `dev.tenon.nativeext`.
@NullMarked
package dev.tenon.nativeext.jnr;

import org.jspecify.annotations.NullMarked;
