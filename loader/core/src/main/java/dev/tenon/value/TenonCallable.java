// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import dev.tenon.error.kind.TypeError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that modules can call: a module function, a callable module, or a Java lambda handed
/// to a module as a callback. Arguments and result are ordinary Java values; null is None.
@FunctionalInterface
public interface TenonCallable {

  /// The name of its type in messages.
  default String typeName() {
    return "function";
  }

  /// Calls with any number of arguments.
  ///
  /// @return the result; null for None
  /// @throws dev.tenon.error.kind.TypeError if number or kinds of the arguments do not fit
  /// @throws dev.tenon.error.TenonError if the called code raises
  @Nullable Object call(@Nullable Object... arguments);

  /// Calls with keyword arguments.
  ///
  /// @param keywords the values given by name
  /// @return the result; null for None
  /// @throws dev.tenon.error.kind.TypeError if there are keywords and the callable takes none, or
  ///   number or kinds of the arguments do not fit
  /// @throws dev.tenon.error.TenonError if the called code raises
  default @Nullable Object callWith(
      Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
    if (!keywords.isEmpty()) {
      throw new TypeError(
          "%s takes no keyword arguments, found %s; pass them by position"
              .formatted(this, keywords.keySet()));
    }
    return call(arguments);
  }
}
