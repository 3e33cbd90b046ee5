// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Limit;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.abi.MethodFlags;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.Signature;
import dev.tenon.value.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the constant data that one slot of a native descriptor points to: tables, texts and
/// pointers to functions. A fault is noted in the descriptor, and reading goes on behind it.
final class TableReader {

  private final MappedImage image;
  private final ModuleDef.Builder def;
  private final int slotIndex;
  private final long descriptor;
  private final DescriptorMap map;
  private final Map<String, NativePrototype> prototypes = new HashMap<>();

  /// A reader.
  ///
  /// @param slotIndex the slot that faults are noted for
  /// @param descriptor the address of the descriptor
  /// @param map the objects of the descriptor, which no table may reach into; what is read is noted
  ///   there
  TableReader(
      MappedImage image, ModuleDef.Builder def, int slotIndex, long descriptor, DescriptorMap map) {
    this.image = image;
    this.def = def;
    this.slotIndex = slotIndex;
    this.descriptor = descriptor;
    this.map = map;
  }

  /// The address of the descriptor, which functions know their version of the module by.
  long descriptor() {
    return descriptor;
  }

  MappedImage image() {
    return image;
  }

  ModuleDef.Builder def() {
    return def;
  }

  @FunctionalInterface
  interface EntryReader {
    void read(String place, long entry);
  }

  @FunctionalInterface
  interface MethodReader {
    void read(String place, MethodEntry method);
  }

  /// The objects of the descriptor.
  DescriptorMap map() {
    return map;
  }

  /// Reads the entries of a table up to the one that begins with NULL. A table without such an
  /// entry has one fault, and what lies behind its last entry is not read.
  void walk(String name, long table, int size, String end, EntryReader reader) {
    int room = map.roomForEntries();
    int count = countEntries(table, size, room);
    boolean ends = count >= 0;
    int entries = ends ? count : -count - 1;
    map.addTable(new DescriptorMap.Table(slotIndex, name, table, size, entries, end));
    for (int index = 0; index < entries; index++) {
      reader.read(name + "[" + index + "]", table + (long) index * size);
    }
    if (!ends) {
      def.fault(slotIndex, name, endless(name, table, size, end, entries, room));
    }
  }

  /// What is wrong with a table without end.
  private Diagnosis endless(String name, long table, int size, String end, int entries, int room) {
    if (entries == room) {
      return new Diagnosis(
          "with this table " + Limit.DESCRIPTOR_ENTRIES.exceeded(),
          "no more in all tables of a module",
          "end the table with %s, or make several modules".formatted(end));
    }
    return new Diagnosis(
        image.contains(table, size)
            ? DescriptorMap.missingEnd(name, end, entries)
            : "pointer %#x, which is outside the library".formatted(table),
        "%s as the last entry of the table".formatted(end),
        "add it");
  }

  /// Counts the entries of a table before the one that ends it. A table without end runs out of the
  /// library, into another object of the descriptor, or into data that cannot be entries. A single
  /// such entry between good ones is a bad entry and not the end.
  ///
  /// @param room how many entries may be read
  /// @return the number; -1 less the number of the entries that look like some if there is no end
  private int countEntries(long table, int size, int room) {
    int strange = 0;
    for (int index = 0; ; index++) {
      long entry = table + (long) index * size;
      boolean isOutside =
          index == room
              || !image.contains(entry, size)
              || map.hasStartIn(index == 0 ? entry + 1 : entry, entry + size);
      if (isOutside) {
        return strange - index - 1;
      }
      long first = Memory.getLong(entry);
      if (first == 0) {
        return index;
      }
      strange = image.hasWords(first) ? 0 : strange + 1;
      if (strange == 2) {
        return strange - 1 - index - 1;
      }
    }
  }

  /// Reads a table of `TnMethod`.
  void walkMethods(String name, long table, MethodReader reader) {
    walk(
        name,
        table,
        Abi.METHOD_SIZE,
        "TN_METHODS_END",
        (place, entry) -> {
          MethodEntry method = method(place, entry);
          if (method != null) {
            addTyped(place, method);
            reader.read(place, method);
          }
        });
  }

  private void addTyped(String place, MethodEntry method) {
    if (method.signature() != null) {
      try {
        NativePrototype type =
            prototypes.computeIfAbsent(
                method.signature(), text -> NativePrototype.of(Signature.parse(text)));
        String named = named(place, method);
        addFunction(named, method.function(), type);
        if (type.types().parameters().contains(ValueType.STATE)) {
          map.addStateUser(new DescriptorMap.Function(slotIndex, named, method.function(), type));
        }
      } catch (ValueError _) {
        // A fault of its own.
      }
    }
  }

  /// A place with the name of its function. A library may have a hundred thousand of them, and a
  /// format takes longer than the rest.
  static String named(String place, MethodEntry method) {
    return place + " '" + method.name() + "'";
  }

  private @Nullable MethodEntry method(String place, long entry) {
    String name = text(place + ".name", Memory.getLong(entry + Abi.METHOD_NAME));
    String doc = optionalText(place + ".doc", Memory.getLong(entry + Abi.METHOD_DOC));
    long signature = Memory.getLong(entry + Abi.METHOD_SIGNATURE);
    String types = optionalText(place + ".signature", signature);
    long function = Memory.getLong(entry + Abi.METHOD_FUNCTION);
    if (!isFunction(place, function, false) || name == null || (signature != 0 && types == null)) {
      return null;
    }
    return new MethodEntry(
        name,
        doc,
        types,
        image.placeOf(function),
        flags(place, types, entry),
        image.offsetOf(function));
  }

  private MethodFlags flags(String place, @Nullable String types, long entry) {
    MethodFlags flags = new MethodFlags(Memory.getInt(entry + Abi.METHOD_FLAGS));
    String found = flags.fault(types);
    if (found != null) {
      fault(
          place + ".flags",
          found,
          "TN_BLOCKING, TN_NO_CALLBACK, TN_SERIALIZED, TN_CONCURRENT or TN_KEYWORDS, as they go"
              + " together",
          "fix the flags");
    }
    int reserved = Memory.getInt(entry + Abi.METHOD_RESERVED);
    if (reserved != 0) {
      fault(place + ".reserved", "the value " + reserved, "0", "set it to 0");
    }
    return flags;
  }

  /// Whether a pointer is one to a function, or NULL where that may be; a fault is noted if not.
  boolean isFunction(String place, long function, boolean optional) {
    boolean fits = function == 0 ? optional : image.isCode(function);
    if (!fits) {
      fault(
          place,
          function == 0
              ? "a NULL function"
              : "pointer %#x, at which there is no code".formatted(function),
          "the address of a function",
          "fix the table");
    }
    return fits;
  }

  /// Notes a function of C and the type that it must have.
  void addFunction(String place, long function, NativePrototype type) {
    if (function != 0) {
      map.addFunction(new DescriptorMap.Function(slotIndex, place, function, type));
    }
  }

  @Nullable String optionalText(String place, long pointer) {
    return pointer == 0 ? null : text(place, pointer);
  }

  /// The text at a pointer, or null after the fault was noted.
  @Nullable String text(String place, long pointer) {
    try {
      return image.text(pointer);
    } catch (ValueError e) {
      fault(
          place,
          Objects.requireNonNullElse(e.getMessage(), "an unreadable text"),
          "UTF-8 text inside the library",
          "fix the pointer");
      return null;
    }
  }

  /// Notes a fault of the slot.
  void fault(String place, String found, String expected, String remedy) {
    fault(slotIndex, place, found, expected, remedy);
  }

  /// Notes a fault that the name of the place is enough for.
  void faultOfWhole(String place, String found, String expected, String remedy) {
    fault(DescriptorFault.WHOLE, place, found, expected, remedy);
  }

  private void fault(int slot, String place, String found, String expected, String remedy) {
    def.fault(slot, place, new Diagnosis(found, expected, remedy));
  }
}
