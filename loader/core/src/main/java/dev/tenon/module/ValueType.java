package dev.tenon.module;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The types that a function signature can name, each with the Java type that carries it through
/// typed handles.
public enum ValueType {
  /// True or false.
  BOOL(boolean.class),
  /// Signed integer of 8 bits.
  I8(byte.class),
  /// Signed integer of 16 bits.
  I16(short.class),
  /// Signed integer of 32 bits.
  I32(int.class),
  /// Signed integer of 64 bits.
  I64(long.class),
  /// Unsigned integer of 8 bits.
  U8(int.class),
  /// Unsigned integer of 16 bits.
  U16(int.class),
  /// Unsigned integer of 32 bits.
  U32(long.class),
  /// Unsigned integer of 64 bits; its carrier holds the same bits.
  U64(long.class),
  /// Floating-point number of 32 bits.
  F32(float.class),
  /// Floating-point number of 64 bits.
  F64(double.class),
  /// Unsigned integer of the size of a pointer.
  SIZE(long.class),
  /// A pointer, carried as its address.
  PTR(long.class),
  /// Text without U+0000.
  STR(String.class),
  /// Bytes that the function only reads; a `ByteBuffer` or `MemorySegment` is copied.
  BYTES(byte[].class),
  /// Memory that the function may write: an array of a primitive type, a `java.nio` buffer from its
  /// position to its limit, or a `MemorySegment`.
  BUFFER(Object.class),
  /// The pointer behind the resource that a method belongs to.
  SELF(Object.class),
  /// The module state, filled in by the host.
  STATE(null),
  /// The context of the module instance, filled in by the host.
  CONTEXT(null),
  /// No result.
  VOID(void.class);

  private final @Nullable Class<?> carrier;

  ValueType(@Nullable Class<?> carrier) {
    this.carrier = carrier;
  }

  /// The name in signatures.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the host fills the parameter in, so that callers do not see it.
  public boolean isImplicit() {
    return carrier == null;
  }

  /// The Java type that carries a value of this type in typed handles.
  ///
  /// @throws IllegalStateException for a type that callers do not see
  public Class<?> carrier() {
    if (carrier == null) {
      throw new IllegalStateException(label() + " has no carrier: the host fills it in");
    }
    return carrier;
  }
}
