package dev.tenon.cdef;

import dev.tenon.call.Callables;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A pointer with its type: a handle, a struct, an array or a single value in native memory. The
/// members of a struct are its attributes. What the library owns is not freed; what it handed over
/// is freed by [#close], by the function that the declarations name, or at the end of the module;
/// what was allocated for Java is freed by the garbage collector.
///
/// A pointer to a function is a [dev.tenon.value.TenonCallable], too.
///
/// Any thread may use it; C decides whether several may do so at once.
public sealed class CObject implements Resource permits CFunctionPointer {

  /// The count of an object that does not tell how many elements there are.
  static final long UNKNOWN = -1;

  private final CInstance instance;
  private final CType target;
  private final long address;
  private final long count;
  private final @Nullable Managed managed;
  private final @Nullable Ownership ownership;

  CObject(
      CInstance instance,
      CType target,
      long address,
      long count,
      @Nullable Managed managed,
      @Nullable Ownership ownership) {
    this.instance = instance;
    this.target = target;
    this.address = address;
    this.count = count;
    this.managed = managed;
    this.ownership = ownership;
  }

  CType target() {
    return target;
  }

  CInstance instance() {
    return instance;
  }

  @Nullable Managed managed() {
    return managed;
  }

  @Nullable Ownership ownership() {
    return ownership;
  }

  /// A part of this object, or the same memory seen as another type.
  CObject view(CType type, long start, long elements) {
    return new CObject(instance, type, start, elements, managed, ownership);
  }

  /// The address.
  ///
  /// @throws ValueError if the object was freed
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter of its module is closed
  public long address() {
    instance.checkOpen();
    return addressUnlessFreed();
  }

  private long addressUnlessFreed() {
    if (ownership != null && ownership.isGone()) {
      throw new ValueError(
          "operation on freed %s; it was given back to the library, make a new one"
              .formatted(Escapes.quoted(typeName())));
    }
    return address;
  }

  /// The address as a segment that keeps managed memory alive while it is used. Whoever passes it
  /// on looks whether the module is open; what the library handed over is freed then.
  MemorySegment pointer() {
    long live = addressUnlessFreed();
    return managed == null
        ? MemorySegment.ofAddress(live)
        : managed.segment().asSlice(live - managed.segment().address());
  }

  /// The memory, as long as its size is known. The segment of memory that the library owns ends
  /// with the module if the library does so: in a private image, or with a clean-up function.
  ///
  /// @throws TypeError if it is not known
  public MemorySegment segment() {
    long size = byteSize();
    long live = address();
    return managed == null ? instance.ownMemory(live, size) : pointer().asSlice(0, size);
  }

  private long byteSize() {
    if (!instance.layouts().isComplete(target) || count == UNKNOWN) {
      throw new TypeError("the size of %s is not known".formatted(Escapes.quoted(typeName())));
    }
    return instance.layouts().sizeOf(target) * count;
  }

  /// The number of elements.
  ///
  /// @return -1 if C does not tell
  public long length() {
    return count;
  }

  private long elementAddress(long index) {
    if (!instance.layouts().isComplete(target)) {
      throw new TypeError(
          "%s has no elements that are known; look at it as another type"
              .formatted(Escapes.quoted(typeName())));
    }
    if (count != UNKNOWN && (index < 0 || index >= count)) {
      throw new IndexError(
          "index %d is out of range of %d elements of %s"
              .formatted(index, count, Escapes.quoted(target)));
    }
    return address() + index * instance.layouts().sizeOf(target);
  }

  /// Reads an element.
  ///
  /// @param index counted from 0
  /// @throws IndexError if there is no such element; C memory of unknown length is not checked
  public @Nullable Object at(long index) {
    return instance.<@Nullable Object>during(
        () -> instance.access().read(target, elementAddress(index), this));
  }

  /// Writes an element.
  ///
  /// @param index counted from 0
  /// @throws IndexError if there is no such element; C memory of unknown length is not checked
  /// @throws TypeError if the value is of the wrong kind
  /// @throws dev.tenon.error.kind.OverflowError if it is a number out of range
  public void put(long index, @Nullable Object value) {
    instance.<@Nullable Object>during(() -> {
      instance.access().write(target, elementAddress(index), value, this, "element " + index);
      return null;
    });
  }

  /// Reads the one value that the object points to, for instance what an out-parameter received.
  public @Nullable Object value() {
    return at(0);
  }

  /// The text up to the first NUL.
  ///
  /// @throws dev.tenon.error.kind.UnicodeError if its bytes are no UTF-8
  public String text() {
    return instance.during(() -> CMemory.getText(address(), limit(), Escapes.quoted(typeName())));
  }

  private long limit() {
    return count == UNKNOWN || !instance.layouts().isComplete(target) ? Long.MAX_VALUE : byteSize();
  }

  /// A copy of the first bytes.
  ///
  /// @throws IndexError if there are less
  public byte[] bytes(long length) {
    if (length < 0 || length > limit()) {
      throw new IndexError(
          "%d bytes are out of range of %s, which has %d"
              .formatted(length, Escapes.quoted(typeName()), limit()));
    }
    return instance.during(() -> CMemory.getBytes(address(), length));
  }

  /// The same memory as another type.
  ///
  /// @param type the type of the elements, as C writes it
  /// @throws ValueError if there is no such type
  public CObject as(String type) {
    CType wanted = instance.types().read(type);
    long elements =
        count == UNKNOWN
                || !instance.layouts().isComplete(wanted)
                || !instance.layouts().isComplete(target)
            ? UNKNOWN
            : byteSize() / Math.max(1, instance.layouts().sizeOf(wanted));
    return view(wanted, address(), elements);
  }

  /// The same memory as a number of elements of a type, for instance an array of structs whose
  /// length the library tells apart from it.
  ///
  /// @param type the type of the elements, as C writes it
  /// @param elements how many there are, at least 0; C memory of unknown length is not checked
  /// @throws ValueError if there is no such type, or the count is below 0
  /// @throws IndexError if the memory is known to have less
  /// @throws TypeError if the size of the type is not known
  public CObject as(String type, long elements) {
    CType wanted = instance.types().read(type);
    if (elements < 0) {
      throw new ValueError(
          "cannot take %d elements of %s; expected 0 or more"
              .formatted(elements, Escapes.quoted(type)));
    }
    if (!instance.layouts().isComplete(wanted)) {
      throw new TypeError(
          "the size of %s is not known; declare its members".formatted(Escapes.quoted(type)));
    }
    long room = known();
    long size = instance.layouts().sizeOf(wanted);
    if (room != UNKNOWN && size > 0 && elements > room / size) {
      throw new IndexError(
          "%d elements of %s are out of range of %s, which has %d bytes"
              .formatted(elements, Escapes.quoted(type), Escapes.quoted(typeName()), room));
    }
    return view(wanted, address(), elements);
  }

  /// The bytes that are known to be there: of memory of Java. A struct that the library points to
  /// may be the first of many.
  private long known() {
    return managed == null
        ? UNKNOWN
        : managed.segment().address() + managed.segment().byteSize() - address();
  }

  @Override
  public String typeName() {
    return new CType.Pointer(target, false).toString();
  }

  @Override
  public ModuleObject module() {
    return instance.module();
  }

  @Override
  public String moduleName() {
    return Defined.importName(module());
  }

  @Override
  public String implModuleName() {
    return module().name();
  }

  @Override
  public boolean isClosed() {
    return ownership != null && ownership.isGone();
  }

  @Override
  public void close() {
    if (ownership != null) {
      instance.<@Nullable Object>during(() -> {
        ownership.release();
        return null;
      });
    }
  }

  private Map<String, RecordLayout.Place> places() {
    return target instanceof CType.Struct struct && instance.layouts().isComplete(struct)
        ? instance.layouts().layout(struct).places()
        : Map.of();
  }

  private RecordLayout.Place place(String attribute) {
    RecordLayout.Place place = places().get(attribute);
    if (place == null) {
      throw new AttributeError(
          "%s object has no attribute %s"
              .formatted(Escapes.quoted(typeName()), Escapes.quoted(attribute)));
    }
    return place;
  }

  @Override
  public @Nullable Object get(String attribute) {
    RecordLayout.Place place = place(attribute);
    return instance.<@Nullable Object>during(() ->
        place.isBitField()
            ? instance.access().readBits(place, address())
            : instance.access().read(place.type(), address() + place.offset(), this));
  }

  @Override
  public void set(String attribute, @Nullable Object value) {
    RecordLayout.Place place = place(attribute);
    instance.<@Nullable Object>during(() -> {
      if (place.isBitField()) {
        instance.access().writeBits(place, address(), value, attribute);
      } else {
        instance.access().write(place.type(), address() + place.offset(), value, this, attribute);
      }
      return null;
    });
  }

  @Override
  public void delete(String attribute) {
    throw new AttributeError(
        "member %s of %s cannot be deleted"
            .formatted(Escapes.quoted(place(attribute)), Escapes.quoted(typeName())));
  }

  @Override
  public List<String> dir() {
    return List.copyOf(new TreeSet<>(places().keySet()));
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object... arguments) {
    return Callables.of(get(function)).call(arguments);
  }

  /// Two objects are equal if they point to the same place as the same type.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CObject that && address == that.address && target.equals(that.target);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(address);
  }

  @Override
  public String toString() {
    return "<%s%s at %#x>"
        .formatted(isClosed() ? "freed " : "", Escapes.quoted(typeName()), address);
  }
}
