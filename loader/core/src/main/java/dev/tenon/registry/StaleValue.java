// SPDX-License-Identifier: Apache-2.0
package dev.tenon.registry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value of an earlier execution of a module that another module still holds.
///
/// @param holder the full name of the module that holds it
/// @param name the name it is bound to there
/// @param attribute the name it had in its own module; null if it is the earlier module object
///   itself
/// @param execution the last execution, counted from 1, in which its module had this value
/// @param value the value
public record StaleValue(
    String holder, String name, @Nullable String attribute, int execution, @Nullable Object value) {
  public StaleValue {
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(name, "name");
  }
}
