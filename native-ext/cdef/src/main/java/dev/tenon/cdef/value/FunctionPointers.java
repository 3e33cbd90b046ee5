// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.CType;
import dev.tenon.value.TenonCallable;
import org.jspecify.annotations.Nullable;

/// The function pointers of one module instance, as its values know them: those that C gets for
/// callables of Java, and those that C gives.
public interface FunctionPointers {

  /// The address of a function pointer for a callable until the end of the module. The same
  /// callable gets the same pointer.
  long lasting(CType.Function type, TenonCallable callable);

  /// Calls a function of which no more than its pointer is known.
  @Nullable Object call(CType.Function type, long address, @Nullable Object[] arguments);
}
