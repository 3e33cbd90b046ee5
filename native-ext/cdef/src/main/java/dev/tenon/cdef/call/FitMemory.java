// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.Compatibility;
import org.jspecify.annotations.Nullable;

/// Remembers the last type that was found to fit a pointer, since most objects that a parameter
/// gets have the very same type. A race on it is benign: types are immutable, and who misses it
/// looks again.
final class FitMemory {

  private final CType.Pointer wanted;
  private @Nullable CType last;

  FitMemory(CType.Pointer wanted) {
    this.wanted = wanted;
  }

  /// Whether an object of a type may be passed.
  boolean fits(CType target) {
    if (target == last) {
      return true;
    }
    boolean fits = Compatibility.fits(target, wanted);
    if (fits) {
      last = target;
    }
    return fits;
  }
}
