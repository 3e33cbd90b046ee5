package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.bridge.HostMemory;
import dev.tenon.nativeext.bridge.LastingCallback;
import dev.tenon.nativeext.spi.NativeCall;
import java.lang.invoke.MethodHandle;

/// Links functions and callbacks. What the backend cannot pass is refused before anything is
/// called.
final class Linking {

  private Linking() {}

  /// Links a function.
  ///
  /// @throws NotImplementedError if the backend cannot pass one of the types
  static MethodHandle function(CInstance instance, CFunctionPlan plan, NativeCall call) {
    try {
      return HostMemory.link(instance.backend(), plan.address(), call);
    } catch (UnsupportedOperationException e) {
      throw refused("%s()".formatted(plan.name()), plan.declaration(), e);
    }
  }

  /// Makes a function pointer that stays valid until the process ends.
  ///
  /// @throws NotImplementedError if the backend cannot pass one of the types
  static LastingCallback callback(
      CInstance instance, CType.Function type, MethodHandle target, NativeCall call) {
    try {
      String what =
          "a callback of module %s with the type '%s'"
              .formatted(Escapes.quoted(instance.module().name()), type);
      return instance
          .symbols()
          .library()
          .lastingCallback(instance.backend().callback(target, call), call, what);
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
