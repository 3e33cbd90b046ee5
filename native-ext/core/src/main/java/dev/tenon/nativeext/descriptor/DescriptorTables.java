// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.kind.UnicodeError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.abi.MethodFlags;
import dev.tenon.nativeext.call.ApartFunction;
import dev.tenon.nativeext.call.DynamicFunction;
import dev.tenon.nativeext.call.KeywordFunction;
import dev.tenon.nativeext.call.NativeProperty;
import dev.tenon.nativeext.call.TypedFunction;
import dev.tenon.nativeext.instance.HeldReferences;
import dev.tenon.nativeext.instance.References;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.Signature;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes the tables that one slot of a native descriptor points to over into a [ModuleDef].
final class DescriptorTables {

  private final TableReader tables;
  private final ModuleDef.Builder def;

  DescriptorTables(TableReader tables) {
    this.tables = tables;
    this.def = tables.def();
  }

  /// The text at a pointer, or null after the fault was noted.
  @Nullable String text(String place, long pointer) {
    return tables.text(place, pointer);
  }

  void readMethods(long table) {
    tables.walkMethods("methods", table, this::readMethod);
  }

  private void readMethod(String place, MethodEntry method) {
    String name = method.name();
    MethodFlags flags = method.flags();
    Path copied = tables.image().copiedFrom();
    if (copied != null && method.signature() == null) {
      def.function(UnloadedFunction.of(method, copied));
    } else if (method.signature() != null) {
      def.typed(
          name,
          method.signature(),
          method.doc(),
          flags.traits(),
          parsed ->
              copied == null
                  ? typedBody(method, parsed)
                  : new UnloadedFunction.Typed(copied, method.offset()));
    } else {
      tables.addFunction(
          TableReader.named(place, method),
          method.function(),
          flags.takesKeywords() ? NativePrototype.KEYWORD : NativePrototype.FUNCTION);
      FunctionBody body =
          flags.takesKeywords()
              ? new KeywordFunction(method, tables.descriptor())
              : new DynamicFunction(method, tables.descriptor());
      def.function(new FunctionDef(name, method.doc(), null, body, flags.traits()));
    }
  }

  private FunctionBody.Typed typedBody(MethodEntry method, Signature signature) {
    return tables.image().isApart()
        ? new ApartFunction(method, signature, tables.descriptor())
        : new TypedFunction(method, signature, tables.descriptor());
  }

  void readConstants(long table) {
    tables.walk("constants", table, Abi.CONSTANT_SIZE, "TN_CONSTANTS_END", this::readConstant);
  }

  private void readConstant(String place, long constant) {
    String attribute = text(place + ".name", Memory.getLong(constant));
    long value = constant + Abi.CONSTANT_VALUE;
    int kind = Memory.getInt(value);
    long pointer = Memory.getLong(value + Abi.VALUE_PAYLOAD);
    int length = Memory.getInt(value + Abi.VALUE_LENGTH);
    boolean pointsInside = length >= 0 && (length == 0 || tables.image().contains(pointer, length));
    boolean fits =
        switch (kind) {
          case Abi.NONE, Abi.BOOL, Abi.INT, Abi.FLOAT -> true;
          case Abi.STR, Abi.BYTES -> pointsInside;
          default -> false;
        };
    if (!fits) {
      tables.fault(
          place,
          "a value of kind %d that %s"
              .formatted(kind, pointsInside ? "is no constant" : "points outside the library"),
          "none, bool, int, float, str or bytes of the library",
          "set other values in an exec slot");
      return;
    }
    try {
      if (attribute != null) {
        def.constant(
            attribute,
            ValueCodec.read(value, new References(new HeldReferences("a descriptor"), null)));
      }
    } catch (UnicodeError e) {
      tables.fault(
          place,
          Objects.requireNonNullElse(e.getMessage(), "an unreadable text"),
          "UTF-8",
          "use TN_BYTES for other bytes");
    }
  }

  void readDeprecated(long table) {
    tables.walk(
        "deprecated", table, Abi.DEPRECATED_SIZE, "TN_DEPRECATED_END", this::readDeprecated);
  }

  private void readDeprecated(String place, long entry) {
    String old = text(place + ".name", Memory.getLong(entry));
    String replacement =
        text(place + ".replacement", Memory.getLong(entry + Abi.DEPRECATED_REPLACEMENT));
    String note = tables.optionalText(place + ".note", Memory.getLong(entry + Abi.DEPRECATED_NOTE));
    if (old != null && replacement != null) {
      def.slot(new ModuleSlot.DeprecatedName(old, replacement, note));
    }
  }

  void readProperties(long table) {
    tables.walk(
        "properties",
        table,
        Abi.MODULE_PROPERTY_SIZE,
        "TN_MODULE_PROPERTIES_END",
        this::readProperty);
  }

  private void readProperty(String place, long entry) {
    String name = text(place + ".name", Memory.getLong(entry));
    String doc =
        tables.optionalText(place + ".doc", Memory.getLong(entry + Abi.MODULE_PROPERTY_DOC));
    long getter = Memory.getLong(entry + Abi.MODULE_PROPERTY_GET);
    long setter = Memory.getLong(entry + Abi.MODULE_PROPERTY_SET);
    long deleter = Memory.getLong(entry + Abi.MODULE_PROPERTY_DELETE);
    boolean reads = tables.isFunction(place + ".get", getter, false);
    boolean writes = tables.isFunction(place + ".set", setter, true);
    boolean deletes = tables.isFunction(place + ".del", deleter, true);
    if (name != null && reads && writes && deletes) {
      MappedImage image = tables.image();
      def.slot(
          new NativeProperty(name, tables.descriptor())
              .slot(doc, image.placeOf(getter), image.placeOf(setter), image.placeOf(deleter)));
    }
  }

  void readSubmodules(long table) {
    tables.walk(
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

  /// Reads the types of resources.
  ///
  /// @param types gets those that can be read
  void readResources(long table, ListedResources types) {
    tables.walk(
        "resources",
        table,
        Long.BYTES,
        "NULL",
        (place, entry) -> types.read(tables, place, Memory.getLong(entry)));
  }
}
