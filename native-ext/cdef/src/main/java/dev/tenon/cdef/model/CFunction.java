// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A declared function.
///
/// @param symbol what the library calls it; mostly its name
/// @param text the declaration as it is written, on one line
/// @param line where it stands, counted from 1
public record CFunction(String name, String symbol, CType.Function type, String text, int line) {}
