// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /// Names make no difference: functions of one type may name their parameters differently.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CParameter that
        && type.equals(that.type)
        && counter == that.counter
        && isText == that.isText;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, counter, isText);
  }
}
