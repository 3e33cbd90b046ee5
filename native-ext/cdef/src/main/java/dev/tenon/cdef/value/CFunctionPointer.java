// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.CType;
import dev.tenon.value.TenonCallable;
import org.jspecify.annotations.Nullable;

/// A pointer to a function, which Java can call and pass to C again. No declaration speaks of it,
/// so None stands for NULL in arguments and in the result.
final class CFunctionPointer extends MemoryObject implements TenonCallable {

  private final CType.Function type;

  CFunctionPointer(LibraryMemory memory, CType.Function type, long address) {
    super(memory, type, address, MemoryObject.UNKNOWN, null, null);
    this.type = type;
  }

  /// {@inheritDoc}
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter of its module is closed
  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    return memory().functions().call(type, address(), arguments);
  }
}
