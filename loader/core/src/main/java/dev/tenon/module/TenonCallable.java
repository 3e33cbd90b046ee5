package dev.tenon.module;

import org.jspecify.annotations.Nullable;

/// Something that modules can call: a module function, a callable module, or a Java lambda handed
/// to a module as a callback. Arguments and result are ordinary Java values; null is None.
@FunctionalInterface
public interface TenonCallable {

  /// Calls with any number of arguments.
  ///
  /// @return the result; null for None
  /// @throws dev.tenon.error.TypeError if number or kinds of the arguments do not fit
  /// @throws dev.tenon.error.TenonError if the called code raises
  @Nullable Object call(@Nullable Object... arguments);
}
