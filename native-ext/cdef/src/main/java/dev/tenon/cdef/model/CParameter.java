// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A parameter of a C function.
///
/// @param name its name; empty if the declaration gives none
/// @param counter the number of the parameter that holds how many elements this one points to;
///   [#UNCOUNTED] if none does
/// @param isText whether what is counted is a text
public record CParameter(String name, CType type, int counter, boolean isText) {

  /// No parameter holds a number of elements.
  public static final int UNCOUNTED = -1;

  /// A parameter of which no other one holds a number of elements.
  public CParameter(String name, CType type) {
    this(name, type, UNCOUNTED, false);
  }
}
