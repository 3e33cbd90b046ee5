// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.CObject;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.input.Escapes;
import dev.tenon.text.TypeNames;
import org.jspecify.annotations.Nullable;

/// Which pointers may stand for which.
public final class Compatibility {

  private Compatibility() {}

  /// Whether an object of a type may be passed for a pointer: of the same type, or untyped on one
  /// side, or bytes on both.
  public static boolean fits(CType target, CType.Pointer wanted) {
    return target.equals(wanted.target())
        || target instanceof CType.VoidType
        || wanted.target() instanceof CType.VoidType
        || (isByte(target) && isByte(wanted.target()))
        || (target instanceof CType.Array array && array.element().equals(wanted.target()))
        || isPartOf(target, wanted.target())
        || (target instanceof CType.Pointer one
            && wanted.target() instanceof CType.Pointer other
            && fits(one.target(), other));
  }

  /// Whether elements may be passed for a pointer to rows whose length only the call knows.
  private static boolean isPartOf(CType target, CType rows) {
    return rows instanceof CType.Array array
        && array.length() == CType.Array.UNKNOWN
        && (target.equals(array.element())
            || (target instanceof CType.Array own && own.element().equals(array.element())));
  }

  private static CType elementOf(CType type) {
    return type instanceof CType.Array array ? elementOf(array.element()) : type;
  }

  private static boolean isByte(CType type) {
    return type instanceof CType.Arithmetic number && number.kind().isCharacter();
  }

  /// Whether bytes or a text may be passed for a pointer.
  public static boolean takesBytes(CType.Pointer wanted) {
    return isByte(wanted.target()) || wanted.target() instanceof CType.VoidType;
  }

  /// Whether an array of Java numbers of some size may be passed for a pointer, to numbers or to
  /// rows of them.
  public static boolean takesArray(CType.Pointer wanted, int size, boolean floating) {
    if (wanted.target() instanceof CType.VoidType) {
      return true;
    }
    NumberKind kind =
        switch (elementOf(wanted.target())) {
          case CType.Arithmetic number -> number.kind();
          case CType.Enumeration enumeration -> enumeration.kind();
          default -> null;
        };
    return kind != null
        && kind.isInteger() != floating
        && dev.tenon.cdef.model.DataModel.current().sizeOf(kind) == size;
  }

  /// The type of a value, for messages.
  public static String nameOf(@Nullable Object value) {
    return value instanceof CObject object
        ? "%s".formatted(Escapes.quoted(object.typeName()))
        : TypeNames.of(value);
  }
}
