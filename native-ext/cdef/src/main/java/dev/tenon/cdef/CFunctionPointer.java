package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.value.TenonCallable;
import org.jspecify.annotations.Nullable;

/// A pointer to a function, which Java can call and give back to C. No declaration speaks of it, so
/// None stands for NULL in arguments and in the result.
final class CFunctionPointer extends CObject implements TenonCallable {

  private final CType.Function type;

  CFunctionPointer(CInstance instance, CType.Function type, long address) {
    super(instance, type, address, CObject.UNKNOWN, null, null);
    this.type = type;
  }

  /// {@inheritDoc}
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter of its module is closed
  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    return instance().pointedFunctions().call(type, address(), arguments);
  }
}
