package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.NotImplementedError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
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
      return instance.backend().link(plan.address(), call);
    } catch (UnsupportedOperationException e) {
      throw refused("%s()".formatted(plan.name()), plan.declaration(), e);
    }
  }

  /// Makes a function pointer.
  ///
  /// @throws NotImplementedError if the backend cannot pass one of the types
  static NativeCallback callback(
      CInstance instance, CType.Function type, MethodHandle target, NativeCall call) {
    try {
      return instance.backend().callback(target, call);
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
