// SPDX-License-Identifier: Apache-2.0
/// The native backend on the JDK's Foreign Function & Memory API.
/// [dev.tenon.nativeext.ffm.FfmBackend] is the only type that uses `java.lang.foreign.Linker`;
/// everything else about native modules lives in `dev.tenon.nativeext`.
@NullMarked
package dev.tenon.nativeext.ffm;

import org.jspecify.annotations.NullMarked;
