package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;

/// What a host can do with a module of a C library besides calling it: allocate memory of its types
/// and make function pointers. Any thread may use it.
public final class CLibrary {

  private final CInstance instance;

  private CLibrary(CInstance instance) {
    this.instance = instance;
  }

  /// The C library behind a module.
  ///
  /// @throws dev.tenon.error.kind.RuntimeError if the module is none of a C library
  public static CLibrary of(ModuleObject module) {
    return new CLibrary(CInstance.of(module));
  }

  /// Allocates a zeroed value, which the garbage collector frees.
  ///
  /// @param type as C writes it, such as `struct point`, `sqlite3 *` or `char[16]`
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  public CObject allocate(String type) {
    return allocate(type, 1);
  }

  /// Allocates zeroed values side by side, which the garbage collector frees.
  ///
  /// @param type of each, as C writes it
  /// @param count at least 0
  /// @throws ValueError if there is no such type, or the count is below 0
  /// @throws dev.tenon.error.kind.MemoryError if there is no room for them
  public CObject allocate(String type, long count) {
    instance.checkOpen();
    if (count < 0) {
      throw new ValueError(
          "cannot allocate %d values of %s; expected 0 or more"
              .formatted(count, Escapes.quoted(type)));
    }
    CType read = instance.types().read(type);
    if (read instanceof CType.Array array && count == 1) {
      return instance.allocate(array.element(), array.length());
    }
    return instance.allocate(complete(read), count);
  }

  private CType complete(CType type) {
    if (!instance.layouts().isComplete(type)) {
      throw new TypeError(
          "cannot allocate %s: its size is not known; declare its members"
              .formatted(Escapes.quoted(type)));
    }
    return type;
  }

  /// The size of a type in bytes.
  ///
  /// @param type as C writes it
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  public long sizeOf(String type) {
    try {
      return instance.layouts().sizeOf(complete(instance.types().read(type)));
    } catch (ArithmeticException e) {
      throw new ValueError(
          "the size of %s is beyond 64 bits; expected a type that fits into memory"
              .formatted(Escapes.quoted(type)),
          e);
    }
  }

  /// Makes a function pointer. It can be called until the end of the module.
  ///
  /// @param type a typedef of a function pointer
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  /// @throws TypeError if it is no function pointer
  public CObject callback(String type, TenonCallable callable) {
    instance.checkOpen();
    if (instance.types().read(type) instanceof CType.Pointer pointer
        && pointer.target() instanceof CType.Function function) {
      long address = instance.callbacks().lasting(function, callable).address();
      return new CObject(instance, function, address, CObject.UNKNOWN, null, null);
    }
    throw new TypeError("%s is no type of function pointers".formatted(Escapes.quoted(type)));
  }
}
