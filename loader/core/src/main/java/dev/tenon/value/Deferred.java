// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import org.jspecify.annotations.Nullable;

/// A value that is found only when it is wanted (PEP 810). Bound in a module, it is replaced by its
/// value when the attribute is read for the first time; the raw namespace shows it as it is. Any
/// thread may use it.
public interface Deferred {

  /// Finds the value, once; if that fails the next call tries again.
  ///
  /// @throws RuntimeException what hinders it
  @Nullable Object reify();
}
