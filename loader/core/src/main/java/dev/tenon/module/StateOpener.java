package dev.tenon.module;

import org.jspecify.annotations.Nullable;

/// Makes the state of one module instance.
@FunctionalInterface
public interface StateOpener {
  /// Allocates zeroed state for `module`.
  ModuleState open(ModuleObject module);

  /// Makes state for `module` that begins as that of an earlier version of the module, which no
  /// thread uses meanwhile and which stays as it is.
  ///
  /// @return null if that cannot be taken over
  default @Nullable ModuleState openFrom(ModuleObject module, ModuleState earlier) {
    return null;
  }
}
