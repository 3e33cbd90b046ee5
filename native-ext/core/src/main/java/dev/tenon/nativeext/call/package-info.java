// SPDX-License-Identifier: Apache-2.0
/// Calls from Java into the functions, methods and properties of native modules. The signature
/// decides the way: any values, typed numbers, or typed with texts and memory. Read
/// [dev.tenon.nativeext.call.TypedFunction] and [dev.tenon.nativeext.call.DynamicFunction] first.
@NullMarked
package dev.tenon.nativeext.call;

import org.jspecify.annotations.NullMarked;
