// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.library;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.bridge.HostMemory;
import dev.tenon.nativeext.bridge.LastingCallback;
import dev.tenon.nativeext.image.SharedLibrary;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import java.lang.invoke.MethodHandle;

/// Links functions and callbacks. What the backend cannot pass is refused before anything is
/// called.
public final class Linking {

  private Linking() {}

  /// Links a function.
  ///
  /// @param name of the function, for messages
  /// @param declaration as it is declared, for messages
  /// @throws NotImplementedError if the backend cannot pass one of the types
  public static MethodHandle function(
      NativeBackend backend, long address, String name, String declaration, NativeCall call) {
    try {
      return HostMemory.link(backend, address, call);
    } catch (UnsupportedOperationException e) {
      throw refused("%s()".formatted(name), declaration, e);
    }
  }

  /// Makes a function pointer that stays valid until the process ends.
  ///
  /// @param module the module that it is made for
  /// @throws NotImplementedError if the backend cannot pass one of the types
  public static LastingCallback callback(
      ModuleObject module,
      SharedLibrary library,
      CType.Function type,
      MethodHandle target,
      NativeCall call) {
    try {
      String what =
          "a callback of module %s with the type '%s'"
              .formatted(Escapes.quoted(module.name()), type);
      return library.lastingCallback(library.backend().callback(target, call), call, what);
    } catch (UnsupportedOperationException e) {
      throw refused("a callback", type.toString(), e);
    }
  }

  private static NotImplementedError refused(
      String what, String declaration, UnsupportedOperationException cause) {
    return new NotImplementedError(
        "cannot link %s, declared as %s: %s"
            .formatted(what, Escapes.quoted(declaration), cause.getMessage()),
        cause);
  }
}
