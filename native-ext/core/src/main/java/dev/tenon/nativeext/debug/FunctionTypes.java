// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.nativeext.debug.DebugType.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Describes the functions of a library by their C types, from its debug information.
public final class FunctionTypes {

  /// Types nested deeper are not known.
  private static final int MAX_DEPTH = 32;

  private static final int BOOLEAN = 2;
  private static final int FLOAT = 4;
  private static final int SIGNED = 5;
  private static final int SIGNED_CHARACTER = 6;
  private static final int UNSIGNED = 7;
  private static final int UNSIGNED_CHARACTER = 8;
  private static final int UTF = 0x10;

  private final DebugInformation information;

  /// Describes the functions of one library.
  public FunctionTypes(DebugInformation information) {
    this.information = information;
  }

  /// Returns the function whose code an address is in; empty if it is not known.
  ///
  /// @throws IOException if the debug information is damaged
  public Optional<DebugFunction> functionAt(long address) throws IOException {
    Optional<DebugEntry> entry = information.functionAt(address);
    return entry.isPresent() ? Optional.of(function(entry.get())) : Optional.empty();
  }

  private DebugFunction function(DebugEntry entry) throws IOException {
    DebugEntry declared = information.declarationOf(entry);
    List<DebugType> parameters = new ArrayList<>();
    for (DebugEntry parameter : declared.children("formal_parameter")) {
      parameters.add(typeOf(parameter, 0));
    }
    return new DebugFunction(
        declared.name(),
        information.placeOf(entry).orElse(null),
        typeOf(declared, 0),
        parameters,
        !declared.children("unspecified_parameters").isEmpty(),
        declared.has("prototyped") || !parameters.isEmpty() || isCPlusPlus(declared));
  }

  /// A function of C++ has a prototype always.
  private static boolean isCPlusPlus(DebugEntry entry) {
    return entry.has("linkage_name");
  }

  private DebugType typeOf(DebugEntry entry, int depth) throws IOException {
    if (!entry.has("type")) {
      return DebugType.VOID;
    }
    Optional<DebugEntry> target = information.referred(entry, "type");
    return target.isEmpty() || depth > MAX_DEPTH
        ? DebugType.UNKNOWN
        : convert(target.get(), depth + 1);
  }

  private DebugType convert(DebugEntry type, int depth) throws IOException {
    long size = type.number("byte_size", 0);
    return switch (type.tag()) {
      case "base_type" ->
          new DebugType(kind((int) type.number("encoding", 0), size), size, type.name(), null);
      case "enumeration_type" -> new DebugType(Kind.ENUMERATION, size, named("enum", type), null);
      case "pointer_type" -> pointer(type, "*", depth);
      case "reference_type", "rvalue_reference_type" -> pointer(type, "&", depth);
      case "structure_type" -> new DebugType(Kind.RECORD, size, named("struct", type), null);
      case "class_type" -> new DebugType(Kind.RECORD, size, type.name(), null);
      case "union_type" -> new DebugType(Kind.RECORD, size, named("union", type), null);
      case "typedef" -> alias(typeOf(type, depth), type.name());
      case "const_type" -> constant(typeOf(type, depth));
      case "volatile_type", "restrict_type", "atomic_type" -> typeOf(type, depth);
      default -> DebugType.UNKNOWN;
    };
  }

  private DebugType pointer(DebugEntry type, String sign, int depth) throws IOException {
    DebugType target = typeOf(type, depth);
    String name = target.name().endsWith("*") ? target.name() + sign : target.name() + " " + sign;
    return new DebugType(Kind.POINTER, Long.BYTES, name, target);
  }

  private static DebugType alias(DebugType type, String name) {
    return new DebugType(type.kind(), type.size(), name, type.target());
  }

  private static DebugType constant(DebugType type) {
    return type.kind() == Kind.POINTER ? type : alias(type, "const " + type.name());
  }

  private static String named(String word, DebugEntry type) {
    return type.name().isEmpty() ? word : word + " " + type.name();
  }

  private static Kind kind(int encoding, long size) {
    return switch (encoding) {
      case BOOLEAN -> Kind.BOOL;
      case FLOAT -> Kind.FLOAT;
      case SIGNED -> Kind.SIGNED;
      case UNSIGNED -> Kind.UNSIGNED;
      case SIGNED_CHARACTER, UNSIGNED_CHARACTER, UTF -> size == 1 ? Kind.CHARACTER : Kind.UNSIGNED;
      default -> Kind.OTHER;
    };
  }
}
