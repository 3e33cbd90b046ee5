// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.source.JavaPlaces;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a module function does when it is called.
public sealed interface FunctionBody {

  /// Where the function begins in its mapped library, in bytes, for tracebacks; -1 if it is in
  /// none.
  default long offset() {
    return -1;
  }

  /// Where the function is written; empty if that cannot be found out. It may read files.
  ///
  /// @param function the name of the function in its module
  /// @param library the file of the implementing module; null if it has none
  default Optional<SourcePlace> place(String function, @Nullable String library) {
    return JavaPlaces.of(this, function);
  }

  /// Takes any values and returns one.
  non-sealed interface Dynamic extends FunctionBody {
    /// Calls the function.
    ///
    /// @param module the module instance the function belongs to
    /// @param arguments the values; null is None
    /// @return the result; null for None
    /// @throws Exception what the function raises; a checked exception reaches the caller as the
    ///   cause of a [dev.tenon.error.kind.RuntimeError]
    @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) throws Exception;
  }

  /// Takes any values and keyword arguments, and returns one value.
  non-sealed interface WithKeywords extends FunctionBody {
    /// Calls the function.
    ///
    /// @param module the module instance the function belongs to
    /// @param arguments the positional values; null is None
    /// @param keywords the values given by name, in the order of the call; empty if there are none
    /// @return the result; null for None
    /// @throws Exception what the function raises, as for [Dynamic#call]
    @Nullable Object call(
        ModuleObject module, @Nullable Object[] arguments, Map<String, @Nullable Object> keywords)
        throws Exception;
  }

  /// Has a [Signature] and is called without boxing.
  non-sealed interface Typed extends FunctionBody {
    /// Makes the handle for one module instance. Called once per instance, when the function is
    /// first used.
    ///
    /// @return a handle of the type [Signature#carrierType]
    MethodHandle link(ModuleObject module);

    /// What runs before each call by name, a handle `()void`, if the handle of [#link] leaves a
    /// check out that calls by name have time for.
    ///
    /// @return null for nothing
    default @Nullable MethodHandle stackCheck(ModuleObject module) {
      return null;
    }

    /// A quicker way for callers with boxed values, if there is one.
    ///
    /// @return null if the function can be called through its handle only
    default @Nullable Words words(ModuleObject module) {
      return null;
    }
  }

  /// Calls a function that knows nothing of modules and has types of its own language. It fits
  /// itself to its callers.
  non-sealed interface Foreign extends FunctionBody {
    /// Makes the function for one module instance. Called once per instance, when the function is
    /// first used.
    ForeignCall link(ModuleObject module);

    /// The declaration in the function's own language, for messages.
    String declaration();
  }

  /// A typed function of one module instance whose arguments and result are integers of up to 64
  /// bits.
  @FunctionalInterface
  interface Words {
    /// How many arguments there can be.
    int MOST = 4;

    /// Calls the function.
    ///
    /// @return the result, of which only the bits of the result type count
    long call(long a, long b, long c, long d);
  }

  /// A foreign function of one module instance. Any thread may call it.
  interface ForeignCall {

    /// The Java types that come nearest to its own.
    MethodType type();

    /// A handle for callers with the given types. Each argument is checked.
    ///
    /// @throws java.lang.invoke.WrongMethodTypeException if the function cannot be called so; the
    ///   message says why
    MethodHandle handleFor(MethodType wanted);

    /// Calls it with any values.
    ///
    /// @return the result; null for None
    /// @throws Throwable what the function raises
    @Nullable Object call(@Nullable Object[] arguments) throws Throwable;
  }
}
