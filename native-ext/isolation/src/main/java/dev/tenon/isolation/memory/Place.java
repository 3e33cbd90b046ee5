// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.isolation.WritableStatic;
import java.io.Serializable;

/// Where state can lie: a variable of a library, or the memory that it refers to.
///
/// @param library the name of the library's file
/// @param isBehind whether the memory behind the variable is meant
public record Place(String library, WritableStatic variable, boolean isBehind)
    implements Serializable {

  @Override
  public String toString() {
    return isBehind ? "memory that %s refers to".formatted(variable.name()) : variable.toString();
  }
}
