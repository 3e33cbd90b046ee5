// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The types that a function signature can name, each with the Java type that carries it through
/// typed handles.
public enum ValueType {
  /// True or false.
  BOOL(boolean.class),
  /// Signed integer of 8 bits.
  I8(byte.class, 8, false),
  /// Signed integer of 16 bits.
  I16(short.class, 16, false),
  /// Signed integer of 32 bits.
  I32(int.class, 32, false),
  /// Signed integer of 64 bits.
  I64(long.class, 64, false),
  /// Unsigned integer of 8 bits.
  U8(int.class, 8, true),
  /// Unsigned integer of 16 bits.
  U16(int.class, 16, true),
  /// Unsigned integer of 32 bits.
  U32(long.class, 32, true),
  /// Unsigned integer of 64 bits; its carrier holds the same bits.
  U64(long.class, 64, true),
  /// Floating-point number of 32 bits.
  F32(float.class),
  /// Floating-point number of 64 bits.
  F64(double.class),
  /// Unsigned integer of the size of a pointer.
  SIZE(long.class, 64, true),
  /// A pointer, carried as its address.
  PTR(long.class, 64, false),
  /// Text without U+0000.
  STR(String.class),
  /// Bytes that the function only reads; a `ByteBuffer` or `MemorySegment` is copied.
  BYTES(byte[].class),
  /// Memory that the function may write: an array of a primitive type, a `java.nio` buffer from its
  /// position to its limit, or a `MemorySegment`.
  BUFFER(Object.class),
  /// Memory of signed integers of 32 bits that the function may write: an array or `java.nio`
  /// buffer of them, or a `MemorySegment` of whole, aligned items. C gets a pointer and the number
  /// of items.
  I32_ARRAY(int.class, Integer.BYTES, "i32[]"),
  /// The same of signed integers of 64 bits.
  I64_ARRAY(long.class, Long.BYTES, "i64[]"),
  /// The same of floating-point numbers of 32 bits.
  F32_ARRAY(float.class, Float.BYTES, "f32[]"),
  /// The same of floating-point numbers of 64 bits.
  F64_ARRAY(double.class, Double.BYTES, "f64[]"),
  /// The pointer behind the resource that a method belongs to.
  SELF(Object.class),
  /// The module state, filled in by the host.
  STATE(null),
  /// The context of the module instance, filled in by the host.
  CONTEXT(null),
  /// No result.
  VOID(void.class);

  private final @Nullable Class<?> carrier;
  private final @Nullable Class<?> item;
  private final int itemSize;
  private final int bits;
  private final boolean isUnsigned;
  private final String label;

  ValueType(@Nullable Class<?> carrier) {
    this(carrier, 0, false);
  }

  ValueType(@Nullable Class<?> carrier, int bits, boolean isUnsigned) {
    this.carrier = carrier;
    this.item = null;
    this.itemSize = 1;
    this.bits = bits;
    this.isUnsigned = isUnsigned;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  ValueType(Class<?> item, int itemSize, String label) {
    this.carrier = Object.class;
    this.item = item;
    this.itemSize = itemSize;
    this.bits = 0;
    this.isUnsigned = false;
    this.label = label;
  }

  /// The name in signatures.
  public String label() {
    return label;
  }

  /// Whether values travel as one word of 64 bits: truth values, integers and pointers.
  public boolean travelsAsWord() {
    return carrier != null && carrier.isPrimitive() && !isFloat() && this != VOID;
  }

  /// The width in bits of an integer or a pointer; 0 for what is neither.
  public int bits() {
    return bits;
  }

  /// Whether values are integers without a sign.
  public boolean isUnsigned() {
    return isUnsigned;
  }

  /// Whether values are floating-point numbers.
  public boolean isFloat() {
    return this == F32 || this == F64;
  }

  /// Whether C gets two values, a pointer and a length.
  public boolean hasLength() {
    return this == BYTES || isMemory();
  }

  /// Whether a value is memory that the function may write: an array, a buffer or a segment.
  public boolean isMemory() {
    return this == BUFFER || item != null;
  }

  /// The Java type of the items of memory; null if the function does not get their type, or if the
  /// type is no memory.
  public @Nullable Class<?> item() {
    return item;
  }

  /// The size in bytes of an item of memory; 1 if the function does not get their type.
  public int itemSize() {
    return itemSize;
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
