// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.call.Callables;
import dev.tenon.cdef.CObject;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a pointer of one module instance stands for. It reads and writes what lies there by the
/// layouts of the declarations.
public sealed class MemoryObject implements CObject permits CFunctionPointer {

  /// The count of an object with an unknown number of elements.
  static final long UNKNOWN = -1;

  private final LibraryMemory memory;
  private final CType target;
  private final long address;
  private final long count;
  private final @Nullable Managed managed;
  private final @Nullable Ownership ownership;

  MemoryObject(
      LibraryMemory memory,
      CType target,
      long address,
      long count,
      @Nullable Managed managed,
      @Nullable Ownership ownership) {
    this.memory = memory;
    this.target = target;
    this.address = address;
    this.count = count;
    this.managed = managed;
    this.ownership = ownership;
  }

  public CType target() {
    return target;
  }

  /// The memory of the instance that it belongs to.
  public LibraryMemory memory() {
    return memory;
  }

  @Nullable Managed managed() {
    return managed;
  }

  public @Nullable Ownership ownership() {
    return ownership;
  }

  /// A part of this object, or the same memory seen as another type.
  MemoryObject view(CType type, long start, long elements) {
    return new MemoryObject(memory, type, start, elements, managed, ownership);
  }

  @Override
  public long address() {
    memory.checkOpen();
    return addressUnlessFreed();
  }

  private long addressUnlessFreed() {
    if (ownership != null && ownership.isGone()) {
      throw new ValueError(
          "operation on freed %s; it was returned to the library, make a new one"
              .formatted(Escapes.quoted(typeName())));
    }
    return address;
  }

  /// The address as a segment that keeps managed memory alive while it is used. Whoever passes it
  /// on looks whether the module is open; what the library handed over is freed then.
  public MemorySegment pointer() {
    long live = addressUnlessFreed();
    return managed == null
        ? MemorySegment.ofAddress(live)
        : managed.segment().asSlice(live - managed.segment().address());
  }

  @Override
  public MemorySegment segment() {
    long size = byteSize();
    long live = address();
    return managed == null ? memory.life().ownMemory(live, size) : pointer().asSlice(0, size);
  }

  private long byteSize() {
    if (!memory.layouts().isComplete(target) || count == UNKNOWN) {
      throw new TypeError("the size of %s is not known".formatted(Escapes.quoted(typeName())));
    }
    return memory.layouts().sizeOf(target) * count;
  }

  @Override
  public long length() {
    return count;
  }

  private long elementAddress(long index) {
    if (!memory.layouts().isComplete(target)) {
      throw new TypeError(
          "%s has no elements that are known; look at it as another type"
              .formatted(Escapes.quoted(typeName())));
    }
    if (count != UNKNOWN && (index < 0 || index >= count)) {
      throw new IndexError(
          "index %d is out of range of %d elements of %s"
              .formatted(index, count, Escapes.quoted(target)));
    }
    return address() + index * memory.layouts().sizeOf(target);
  }

  @Override
  public @Nullable Object at(long index) {
    return memory.<@Nullable Object>during(
        () -> memory.access().read(target, elementAddress(index), this));
  }

  @Override
  public void put(long index, @Nullable Object value) {
    memory.<@Nullable Object>during(() -> {
      memory.access().write(target, elementAddress(index), value, this, "element " + index);
      return null;
    });
  }

  @Override
  public @Nullable Object value() {
    return at(0);
  }

  @Override
  public String text() {
    return memory.during(() -> CMemory.getText(address(), limit(), Escapes.quoted(typeName())));
  }

  @Override
  public @Nullable String text(String member) {
    return switch (get(member)) {
      case null -> null;
      case String text -> text;
      case MemoryObject bytes
          when Compatibility.takesBytes(new CType.Pointer(bytes.target(), true))
              && !(bytes.target() instanceof CType.VoidType) ->
          bytes.text();
      case Object other ->
          throw new TypeError(
              "member %s of %s is %s, not a text"
                  .formatted(
                      Escapes.quoted(member),
                      Escapes.quoted(typeName()),
                      Compatibility.nameOf(other)));
    };
  }

  @Override
  public Stream<CObject> follow(String next) {
    CType type = place(next).type();
    if (!(type instanceof CType.Pointer)) {
      throw notAPointer(next, type);
    }
    return Stream.iterate(
            Optional.<CObject>of(this),
            Optional::isPresent,
            each -> each.flatMap(at -> linked(at, next)))
        .map(Optional::orElseThrow);
  }

  /// The next struct of a list; empty at its end, and where it comes back to this one.
  private Optional<CObject> linked(CObject at, String next) {
    return at.get(next) instanceof CObject found && !found.equals(this)
        ? Optional.of(found)
        : Optional.empty();
  }

  @Override
  public Stream<CObject> follow(String first, String next) {
    CType type = place(first).type();
    if (!(type instanceof CType.Pointer)) {
      throw notAPointer(first, type);
    }
    return get(first) instanceof CObject found ? found.follow(next) : Stream.empty();
  }

  private TypeError notAPointer(String member, CType type) {
    return new TypeError(
        "member %s of %s is %s, not a pointer to a struct"
            .formatted(Escapes.quoted(member), Escapes.quoted(typeName()), Escapes.quoted(type)));
  }

  private long limit() {
    return count == UNKNOWN || !memory.layouts().isComplete(target) ? Long.MAX_VALUE : byteSize();
  }

  @Override
  public byte[] bytes(long length) {
    if (length < 0 || length > limit()) {
      throw new IndexError(
          "%d bytes are out of range of %s, which has %d"
              .formatted(length, Escapes.quoted(typeName()), limit()));
    }
    return memory.during(() -> CMemory.getBytes(address(), length));
  }

  @Override
  public MemoryObject as(String type) {
    CType wanted = memory.types().read(type);
    long elements =
        count == UNKNOWN
                || !memory.layouts().isComplete(wanted)
                || !memory.layouts().isComplete(target)
            ? UNKNOWN
            : byteSize() / Math.max(1, memory.layouts().sizeOf(wanted));
    return view(wanted, address(), elements);
  }

  @Override
  public MemoryObject as(String type, long elements) {
    CType wanted = memory.types().read(type);
    if (elements < 0) {
      throw new ValueError(
          "cannot take %d elements of %s; expected 0 or more"
              .formatted(elements, Escapes.quoted(type)));
    }
    if (!memory.layouts().isComplete(wanted)) {
      throw new TypeError(
          "the size of %s is not known; declare its members".formatted(Escapes.quoted(type)));
    }
    long room = known();
    long size = memory.layouts().sizeOf(wanted);
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
    return memory.module();
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
      memory.<@Nullable Object>during(() -> {
        ownership.release();
        return null;
      });
    }
  }

  private Map<String, RecordLayout.Place> places() {
    return target instanceof CType.Struct struct && memory.layouts().isComplete(struct)
        ? memory.layouts().layout(struct).places()
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
    return memory.<@Nullable Object>during(() ->
        place.isBitField()
            ? memory.access().readBits(place, address())
            : memory.access().read(place.type(), address() + place.offset(), this));
  }

  @Override
  public void set(String attribute, @Nullable Object value) {
    RecordLayout.Place place = place(attribute);
    memory.<@Nullable Object>during(() -> {
      if (place.isBitField()) {
        memory.access().writeBits(place, address(), value, attribute);
      } else {
        memory.access().write(place.type(), address() + place.offset(), value, this, attribute);
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
    return other instanceof MemoryObject that
        && address == that.address
        && target.equals(that.target);
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
