// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/// A callable that may have types of its own, and then gives handles that are called without
/// boxing.
public interface HandleSource {

  /// Whether it can be called through a handle of its own types.
  boolean hasHandle();

  /// A handle with its own types, whose arguments are checked.
  MethodHandle typedHandle();

  /// A handle for callers with these types, whose arguments are converted and checked.
  MethodHandle handleFor(MethodType wanted);

  /// Its types, for messages.
  String signatureText();

  /// Whether an error that names a module as closed may come from the entry of the callable itself:
  /// then nothing of the call has run.
  boolean isRefusedAtEntry();
}
