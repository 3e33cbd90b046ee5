// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import java.lang.invoke.MethodHandle;

/// What a function pointer calls: the class that is made for a sequence of types has a method of
/// these types, which calls the handle.
class UpcallTarget {

  /// That of whoever has the function pointer now. Volatile, because threads of C may call it that
  /// were there before.
  volatile MethodHandle body;

  UpcallTarget(MethodHandle body) {
    this.body = body;
  }
}
