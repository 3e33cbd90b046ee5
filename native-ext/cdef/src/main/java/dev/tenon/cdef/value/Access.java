// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.call.Callables;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.text.TypeNames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes values of C types in native memory, as values of modules.
public final class Access {

  private final LibraryMemory memory;
  private final Layouts layouts;

  Access(LibraryMemory memory) {
    this.memory = memory;
    this.layouts = memory.layouts();
  }

  /// Reads a value. Structs and arrays are not copied.
  ///
  /// @param whole the object that the memory belongs to; null if the library owns it
  public @Nullable Object read(CType type, long address, @Nullable MemoryObject whole) {
    return switch (type) {
      case CType.Arithmetic number -> readNumber(number.kind(), address);
      case CType.Enumeration enumeration -> readNumber(enumeration.kind(), address);
      case CType.Pointer pointer -> pointed(pointer, CMemory.getPointer(address));
      case CType.Array array -> part(array.element(), address, array.length(), whole);
      case CType.Struct struct -> part(struct, address, 1, whole);
      case CType.VoidType _, CType.Function _ ->
          throw new TypeError("a %s cannot be read".formatted(Escapes.quoted(type)));
    };
  }

  private MemoryObject part(CType type, long address, long count, @Nullable MemoryObject whole) {
    return whole == null
        ? new MemoryObject(memory, type, address, count, null, null)
        : whole.view(type, address, count);
  }

  /// What a pointer of the library stands for: a text for `const char *`, else an object; None for
  /// NULL.
  public @Nullable Object pointed(CType.Pointer pointer, long address) {
    if (address == 0) {
      return null;
    }
    return pointer.isText() && pointer.readOnly()
        ? CMemory.getText(address, Long.MAX_VALUE, "'const char *'")
        : object(pointer, address);
  }

  /// An object that the library owns.
  public MemoryObject object(CType.Pointer pointer, long address) {
    if (pointer.target() instanceof CType.Function function) {
      return new CFunctionPointer(memory, function, address);
    }
    long count =
        pointer.target() instanceof CType.Struct struct && layouts.isComplete(struct)
            ? 1
            : MemoryObject.UNKNOWN;
    return new MemoryObject(memory, pointer.target(), address, count, null, null);
  }

  private Object readNumber(NumberKind kind, long address) {
    return switch (kind) {
      case BOOL -> CMemory.getInteger(address, 1, false) != 0;
      case FLOAT -> (double) CMemory.getFloat(address);
      case DOUBLE -> CMemory.getDouble(address);
      case LONG_DOUBLE -> throw new TypeError("a 'long double' cannot be read");
      default -> {
        IntegerRange range = IntegerRange.of(kind, layouts.model());
        yield range.value(
            CMemory.getInteger(address, layouts.model().sizeOf(kind), range.isSigned()));
      }
    };
  }

  /// Reads a bit-field of the struct at an address.
  Object readBits(RecordLayout.Place place, long struct) {
    NumberKind kind = kindOf(place.type());
    BitField bits = BitField.of(place);
    int rest = Long.SIZE - place.bits();
    long low = bits.read(struct) << rest;
    if (kind == NumberKind.BOOL) {
      return low >>> rest != 0;
    }
    boolean signed = layouts.model().isSigned(kind);
    return signed ? (Object) (low >> rest) : IntegerRange.unsigned(low >>> rest);
  }

  /// Writes a bit-field of the struct at an address; the other bits of its bytes stay.
  void writeBits(RecordLayout.Place place, long struct, @Nullable Object value, String name) {
    NumberKind kind = kindOf(place.type());
    boolean signed = layouts.model().isSigned(kind) && kind != NumberKind.BOOL;
    IntegerRange range = IntegerRange.ofBits(place.bits(), signed, kind.text());
    BitField.of(place)
        .write(struct, range.word(value, "bit-field %s".formatted(Escapes.quoted(name))));
  }

  private static NumberKind kindOf(CType type) {
    return switch (type) {
      case CType.Arithmetic number -> number.kind();
      case CType.Enumeration enumeration -> enumeration.kind();
      default -> throw new TypeError("a bit-field cannot be a %s".formatted(Escapes.quoted(type)));
    };
  }

  /// Writes a value.
  ///
  /// @param whole the object that the memory belongs to; null if the library owns it
  /// @param name of what is written, for messages
  public void write(
      CType type, long address, @Nullable Object value, @Nullable MemoryObject whole, String name) {
    switch (type) {
      case CType.Arithmetic number -> writeNumber(number.kind(), address, value, name);
      case CType.Enumeration enumeration -> writeNumber(enumeration.kind(), address, value, name);
      case CType.Pointer pointer ->
          CMemory.putPointer(address, pointerFor(pointer, value, whole, name));
      case CType.Array array -> writeArray(array, address, value, whole, name);
      case CType.Struct struct -> writeStruct(struct, address, value, name);
      case CType.VoidType _, CType.Function _ ->
          throw new TypeError(
              "%s cannot be written: it is a %s"
                  .formatted(Escapes.quoted(name), Escapes.quoted(type)));
    }
  }

  private void writeNumber(NumberKind kind, long address, @Nullable Object value, String name) {
    switch (kind) {
      case FLOAT -> CMemory.putFloat(address, (float) Reals.of(value, name));
      case DOUBLE -> CMemory.putDouble(address, Reals.of(value, name));
      case LONG_DOUBLE -> throw new TypeError("a 'long double' cannot be written");
      default ->
          CMemory.putInteger(
              address,
              layouts.model().sizeOf(kind),
              IntegerRange.of(kind, layouts.model()).word(value, name));
    }
  }

  /// The address to store in a pointer. What it points to lives as long as the object it is stored
  /// in, if that object is Java's.
  private long pointerFor(
      CType.Pointer type, @Nullable Object value, @Nullable MemoryObject whole, String name) {
    if (value == null) {
      return 0;
    }
    if (value instanceof MemoryObject object && Compatibility.fits(object.target(), type)) {
      if (whole != null && whole.managed() != null && object.managed() != null) {
        whole.managed().keep(object.managed());
      }
      return object.address();
    }
    if (value instanceof MemorySegment segment) {
      return stored(segment, whole, name);
    }
    if (type.target() instanceof CType.Function function && Callables.isCallable(value)) {
      return memory.functions().lasting(function, Callables.of(value));
    }
    byte[] bytes =
        switch (value) {
          case String text when Compatibility.takesBytes(type) -> Texts.terminated(text, name);
          case byte[] all when Compatibility.takesBytes(type) -> all;
          default ->
              throw new TypeError(
                  "%s must be %s, not %s"
                      .formatted(
                          Escapes.quoted(name), Escapes.quoted(type), Compatibility.nameOf(value)));
        };
    if (whole == null || whole.managed() == null) {
      throw new ValueError(
          "%s belongs to the library, which does not say how long it uses what is stored there;"
                  .formatted(Escapes.quoted(name))
              + " store an object that you allocated and keep");
    }
    MemorySegment copy = whole.managed().allocate(Math.max(1, bytes.length));
    copy.copyFrom(MemorySegment.ofArray(bytes));
    return copy.address();
  }

  /// The address of a segment, which lives as long as the object that it is stored in.
  private static long stored(MemorySegment segment, @Nullable MemoryObject whole, String name) {
    if (!segment.isNative()) {
      throw new TypeError(
          "%s must be native memory, not a segment of the heap; allocate it with CLibrary.allocate"
              .formatted(Escapes.quoted(name)));
    }
    if (whole != null && whole.managed() != null) {
      whole.managed().keep(segment);
    }
    return segment.address();
  }

  private void writeArray(
      CType.Array array,
      long address,
      @Nullable Object value,
      @Nullable MemoryObject whole,
      String name) {
    long elementSize = layouts.sizeOf(array.element());
    switch (value) {
      case byte[] bytes when elementSize == 1 -> writeBytes(array, address, bytes, name);
      case String text when elementSize == 1 -> {
        byte[] bytes = Utf8.encode(text);
        writeBytes(array, address, bytes, name);
        if (bytes.length < array.length()) {
          CMemory.putInteger(address + bytes.length, 1, 0);
        }
      }
      case Object numbers when numbers.getClass().isArray() && fits(array, numbers) -> {
        MemorySegment all = segmentOf(numbers);
        checkLength(array, all.byteSize() / Math.max(1, elementSize), name);
        CMemory.at(address, all.byteSize()).copyFrom(all);
      }
      case Object[] all -> writeArray(array, address, Arrays.asList(all), whole, name);
      case List<?> list -> {
        checkLength(array, list.size(), name);
        for (int index = 0; index < list.size(); index++) {
          write(array.element(), address + index * elementSize, list.get(index), whole, name);
        }
      }
      case MemoryObject object when object.target().equals(array.element()) -> {
        checkLength(array, object.length(), name);
        CMemory.at(address, object.length() * elementSize).copyFrom(object.segment());
      }
      case null, default ->
          throw new TypeError(
              "%s must be %s, not %s"
                  .formatted(Escapes.quoted(name), Escapes.quoted(array), TypeNames.of(value)));
    }
  }

  /// Whether an array of Java numbers has the size and kind of the elements.
  private static boolean fits(CType.Array array, Object numbers) {
    Class<?> type = numbers.getClass().getComponentType();
    boolean isReal = type == double.class || type == float.class;
    int size =
        type == long.class || type == double.class
            ? Long.BYTES
            : type == int.class || type == float.class
                ? Integer.BYTES
                : type == short.class || type == char.class ? Short.BYTES : 0;
    return size != 0
        && Compatibility.takesArray(new CType.Pointer(array.element(), false), size, isReal)
        && !(array.element() instanceof CType.VoidType);
  }

  private static MemorySegment segmentOf(Object numbers) {
    return switch (numbers) {
      case long[] all -> MemorySegment.ofArray(all);
      case double[] all -> MemorySegment.ofArray(all);
      case int[] all -> MemorySegment.ofArray(all);
      case float[] all -> MemorySegment.ofArray(all);
      case short[] all -> MemorySegment.ofArray(all);
      case char[] all -> MemorySegment.ofArray(all);
      default -> throw new IllegalArgumentException(TypeNames.of(numbers));
    };
  }

  private static void writeBytes(CType.Array array, long address, byte[] bytes, String name) {
    checkLength(array, bytes.length, name);
    CMemory.putBytes(address, bytes);
  }

  private static void checkLength(CType.Array array, long given, String name) {
    if (given < 0 || given > array.length()) {
      throw new ValueError(
          "%s holds %d elements, not %d".formatted(Escapes.quoted(name), array.length(), given));
    }
  }

  private void writeStruct(CType.Struct struct, long address, @Nullable Object value, String name) {
    if (!(value instanceof MemoryObject object) || !object.target().equals(struct)) {
      throw new TypeError(
          "%s must be %s, not %s"
              .formatted(
                  Escapes.quoted(name), Escapes.quoted(struct), Compatibility.nameOf(value)));
    }
    long size = layouts.sizeOf(struct);
    try {
      // Through the heap, because the two may overlap.
      byte[] copy = object.segment().asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      CMemory.putBytes(address, copy);
    } finally {
      Reference.reachabilityFence(object);
    }
  }
}
