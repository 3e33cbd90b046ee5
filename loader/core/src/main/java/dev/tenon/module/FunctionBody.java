package dev.tenon.module;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// What a module function does when it is called.
public sealed interface FunctionBody {

  /// Takes any values and returns one.
  non-sealed interface Dynamic extends FunctionBody {
    /// Calls the function.
    ///
    /// @param module the module instance the function belongs to
    /// @param arguments the values; null is None
    /// @return the result; null for None
    /// @throws Exception what the function raises; a checked exception reaches the caller as the
    ///   cause of a [dev.tenon.error.RuntimeError]
    @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) throws Exception;
  }

  /// Has a [Signature] and is called without boxing.
  non-sealed interface Typed extends FunctionBody {
    /// Makes the handle for one module instance. Called once per instance, when the function is
    /// first used.
    ///
    /// @return a handle of the type [Signature#carrierType]
    MethodHandle link(ModuleObject module);
  }
}
