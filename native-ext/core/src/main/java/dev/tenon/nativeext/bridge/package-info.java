// SPDX-License-Identifier: Apache-2.0
/// The way between the JVM and C: the backends, the C host library with its functions, and the one
/// upcall. Nothing here knows modules; an upcall finds the context that it was made through by
/// number and lets that answer. Read [dev.tenon.nativeext.bridge.NativeHost] and
/// [dev.tenon.nativeext.bridge.Upcalls] first.
@NullMarked
package dev.tenon.nativeext.bridge;

import org.jspecify.annotations.NullMarked;
