// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A declared global variable.
///
/// @param readOnly whether it is `const`
/// @param line where it stands, counted from 1
public record CVariable(String name, CType type, boolean readOnly, int line) {}
