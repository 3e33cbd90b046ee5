// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import org.jspecify.annotations.Nullable;

/// An object that may be callable without being a function.
public interface CallableObject extends TypeNamed {

  /// What a call of the object calls; null if it cannot be called.
  @Nullable TenonCallable asCallable();
}
