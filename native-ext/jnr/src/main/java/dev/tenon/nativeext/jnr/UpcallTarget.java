package dev.tenon.nativeext.jnr;

import java.lang.invoke.MethodHandle;

/// What a function pointer calls: the class that is made for a sequence of types has a method of
/// these types, which calls the handle.
class UpcallTarget {

  /// Set while the function pointer belongs to somebody.
  MethodHandle body;

  UpcallTarget(MethodHandle body) {
    this.body = body;
  }
}
