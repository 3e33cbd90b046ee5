// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A function of a definition that was read from a file. It has a place and cannot be called,
/// because its library is not loaded.
sealed interface UnloadedFunction {

  /// The definition of a function.
  static FunctionDef of(MethodEntry method, Path file) {
    Signature signature = method.signature() == null ? null : Signature.parse(method.signature());
    FunctionBody body =
        signature == null ? new Dynamic(file, method.offset()) : new Typed(file, method.offset());
    return new FunctionDef(method.name(), method.doc(), signature, body, method.flags().traits());
  }

  /// The error of a use.
  static IllegalStateException refusal(Path file) {
    return new IllegalStateException(
        "the definition was read from %s, which is not loaded; import the module to use it"
            .formatted(file));
  }

  /// Takes any values.
  record Dynamic(Path file, long offset) implements UnloadedFunction, FunctionBody.Dynamic {
    @Override
    public @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) {
      throw refusal(file);
    }

    @Override
    public Optional<SourcePlace> place(String function, @Nullable String library) {
      return NativePlace.sourceOf(file.toString(), offset);
    }
  }

  /// Has a signature.
  record Typed(Path file, long offset) implements UnloadedFunction, FunctionBody.Typed {
    @Override
    public MethodHandle link(ModuleObject module) {
      throw refusal(file);
    }

    @Override
    public Optional<SourcePlace> place(String function, @Nullable String library) {
      return NativePlace.sourceOf(file.toString(), offset);
    }
  }
}
