package dev.tenon.nativeext;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.UnicodeError;
import dev.tenon.error.ValueError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the tables that one slot of a native descriptor points to. A fault is noted in the
/// descriptor, and reading goes on behind it.
final class DescriptorTables {

  /// More entries than this mean that the terminator is missing.
  static final int MAX_ENTRIES = 4096;

  private final MappedImage image;
  private final ModuleDef.Builder def;
  private final int slotIndex;

  DescriptorTables(MappedImage image, ModuleDef.Builder def, int slotIndex) {
    this.image = image;
    this.def = def;
    this.slotIndex = slotIndex;
  }

  @FunctionalInterface
  private interface EntryReader {
    void read(String place, long entry);
  }

  /// Reads the entries of a table up to the one that begins with NULL.
  private void walk(String name, long table, int size, String end, EntryReader reader) {
    for (int index = 0; ; index++) {
      long entry = table + (long) index * size;
      if (index == MAX_ENTRIES || !image.contains(entry, size)) {
        fault(
            name,
            "no end of the table of %s after %d entries".formatted(name, index),
            end,
            "add it at the end of the table");
        return;
      }
      if (Memory.getLong(entry) == 0) {
        return;
      }
      reader.read(name + "[" + index + "]", entry);
    }
  }

  void readMethods(long table) {
    walk("methods", table, Abi.METHOD_SIZE, "TN_METHODS_END", this::readMethod);
  }

  void readConstants(long table) {
    walk("constants", table, Abi.CONSTANT_SIZE, "TN_CONSTANTS_END", this::readConstant);
  }

  void readDeprecated(long table) {
    walk("deprecated", table, Abi.DEPRECATED_SIZE, "TN_DEPRECATED_END", this::readDeprecated);
  }

  private void readDeprecated(String place, long entry) {
    String old = text(place + ".name", Memory.getLong(entry));
    String replacement =
        text(place + ".replacement", Memory.getLong(entry + Abi.DEPRECATED_REPLACEMENT));
    String note = optionalText(place + ".note", Memory.getLong(entry + Abi.DEPRECATED_NOTE));
    if (old != null && replacement != null) {
      def.slot(new ModuleSlot.DeprecatedName(old, replacement, note));
    }
  }

  void readSubmodules(long table) {
    walk(
        "submodules",
        table,
        Long.BYTES,
        "NULL",
        (place, entry) -> {
          String name = text(place, Memory.getLong(entry));
          if (name != null) {
            def.slot(new ModuleSlot.LazySubmodule(name));
          }
        });
  }

  private void readMethod(String place, long method) {
    String name = text(place + ".name", Memory.getLong(method + Abi.METHOD_NAME));
    String doc = optionalText(place + ".doc", Memory.getLong(method + Abi.METHOD_DOC));
    long signature = Memory.getLong(method + Abi.METHOD_SIGNATURE);
    String types = optionalText(place + ".signature", signature);
    long function = Memory.getLong(method + Abi.METHOD_FUNCTION);
    if (function == 0 || !image.isCode(function)) {
      fault(
          place,
          function == 0
              ? "a NULL function"
              : "pointer %#x, at which there is no code".formatted(function),
          "the address of a function",
          "mend the table");
      return;
    }
    if (name == null || (signature != 0 && types == null)) {
      return;
    }
    MethodFlags flags = readFlags(place, types, method);
    if (types != null) {
      def.typed(
          name,
          types,
          doc,
          flags.traits(),
          parsed -> new TypedFunction(name, function, parsed, flags));
    } else {
      FunctionBody body =
          flags.takesKeywords()
              ? new KeywordFunction(name, function)
              : new DynamicFunction(name, function);
      def.function(new FunctionDef(name, doc, null, body, flags.traits()));
    }
  }

  private MethodFlags readFlags(String place, @Nullable String types, long method) {
    MethodFlags flags = new MethodFlags(Memory.getInt(method + Abi.METHOD_FLAGS));
    String found = flags.fault(types);
    if (found != null) {
      fault(
          place + ".flags",
          found,
          "TN_BLOCKING, TN_NO_CALLBACK, TN_SERIALIZED, TN_CONCURRENT or TN_KEYWORDS, as they go"
              + " together",
          "mend the flags");
    }
    int reserved = Memory.getInt(method + Abi.METHOD_RESERVED);
    if (reserved != 0) {
      fault(place + ".reserved", "the value " + reserved, "0", "set it to 0");
    }
    return flags;
  }

  private void readConstant(String place, long constant) {
    String attribute = text(place + ".name", Memory.getLong(constant));
    long value = constant + Abi.CONSTANT_VALUE;
    int kind = Memory.getInt(value);
    long pointer = Memory.getLong(value + Abi.VALUE_PAYLOAD);
    int length = Memory.getInt(value + Abi.VALUE_LENGTH);
    boolean pointsInside = length >= 0 && (length == 0 || image.contains(pointer, length));
    boolean fits =
        switch (kind) {
          case Abi.NONE, Abi.BOOL, Abi.INT, Abi.FLOAT -> true;
          case Abi.STR, Abi.BYTES -> pointsInside;
          default -> false;
        };
    if (!fits) {
      fault(
          place,
          "a value of kind %d that %s"
              .formatted(kind, pointsInside ? "is no constant" : "points outside the library"),
          "none, bool, int, float, str or bytes of the library",
          "set other values in an exec slot");
      return;
    }
    try {
      if (attribute != null) {
        def.constant(attribute, ValueCodec.read(value, new References(new HeldReferences())));
      }
    } catch (UnicodeError e) {
      fault(place, message(e), "UTF-8", "use TN_BYTES for other bytes");
    }
  }

  private @Nullable String optionalText(String place, long pointer) {
    return pointer == 0 ? null : text(place, pointer);
  }

  /// The text at a pointer, or null after the fault was noted.
  @Nullable String text(String place, long pointer) {
    try {
      return image.text(pointer);
    } catch (ValueError e) {
      fault(place, message(e), "UTF-8 text inside the library", "mend the pointer");
      return null;
    }
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), "an unreadable text");
  }

  private void fault(String place, String found, String expected, String remedy) {
    def.fault(slotIndex, place, new Diagnosis(found, expected, remedy));
  }
}
