// SPDX-License-Identifier: Apache-2.0
/// Native modules that run apart from the process of the host, in helper processes. Read
/// [dev.tenon.nativeext.helper.Helper] first.
@NullMarked
package dev.tenon.nativeext.helper;

import org.jspecify.annotations.NullMarked;
