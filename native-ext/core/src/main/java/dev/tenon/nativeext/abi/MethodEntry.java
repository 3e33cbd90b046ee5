// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import org.jspecify.annotations.Nullable;

/// One readable entry of a table of `TnMethod`.
///
/// @param signature null for a dynamic function
/// @param function the address of the function
/// @param offset where the function lies in its library. It is known from the time when the table
///   was read: an error of a function whose image is gone has a traceback, too
public record MethodEntry(
    String name,
    @Nullable String doc,
    @Nullable String signature,
    long function,
    MethodFlags flags,
    long offset) {}
