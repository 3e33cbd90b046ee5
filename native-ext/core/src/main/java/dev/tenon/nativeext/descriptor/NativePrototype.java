// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.nativeext.debug.DebugFunction;
import dev.tenon.nativeext.debug.DebugType;
import dev.tenon.value.Signature;
import dev.tenon.value.ValueType;
import java.util.ArrayList;
import java.util.List;

/// The C type that a function must have, and the comparison with the type that it has.
///
/// @param text how the type is called in messages
/// @param types its types; memory and bytes stand for two parameters each
record NativePrototype(String text, Signature types) {

  static final NativePrototype FUNCTION = of("TnFunction", "(context, ptr, size, ptr) -> i32");
  static final NativePrototype KEYWORD = of("TnKeywordFunction", "(context, ptr, ptr, ptr) -> i32");
  static final NativePrototype BOUND =
      of("TnBoundFunction", "(context, self, ptr, size, ptr) -> i32");
  static final NativePrototype INSTANCE = of("TnInstanceFunction", "(context) -> i32");
  static final NativePrototype MAIN = of("TnMainFunction", "(context, ptr) -> i32");
  static final NativePrototype CREATE = of("TnCreateFunction", "(context, ptr, ptr) -> i32");
  static final NativePrototype GETTER = of("TnGetter", "(context, self, ptr) -> i32");
  static final NativePrototype SETTER = of("TnSetter", "(context, self, ptr) -> i32");
  static final NativePrototype DESTRUCTOR = of("TnDestructor", "(context, self) -> void");

  private static final String CONTEXT_NAME = "TnContext";

  private static NativePrototype of(String text, String types) {
    return new NativePrototype("a " + text, Signature.parse(types));
  }

  /// That of a typed function.
  static NativePrototype of(Signature signature) {
    return new NativePrototype("the signature '%s'".formatted(signature), signature);
  }

  /// A difference between the type that a function must have and the one that it has.
  record Difference(String found, String expected) {}

  /// The differences of a function of a library.
  List<Difference> differences(DebugFunction function) {
    List<Difference> differences = new ArrayList<>();
    if (function.isPrototyped()) {
      compareParameters(function, differences);
    }
    if (!fitsResult(types.result(), function.result())) {
      differences.add(
          new Difference(
              "its result is '%s'".formatted(function.result()),
              "%s as its result".formatted(expected(types.result()))));
    }
    return differences;
  }

  private void compareParameters(DebugFunction function, List<Difference> differences) {
    List<Parameter> wanted = parameters();
    List<DebugType> present = function.parameters();
    if (present.size() != wanted.size() || function.isVariadic()) {
      differences.add(
          new Difference(
              "it has %s%s"
                  .formatted(
                      count(present.size()), function.isVariadic() ? " and variable ones" : ""),
              count(wanted.size())));
    }
    for (int index = 0; index < Math.min(present.size(), wanted.size()); index++) {
      Parameter parameter = wanted.get(index);
      if (!fits(parameter, present.get(index))) {
        differences.add(
            new Difference(
                "its parameter %d is '%s'".formatted(index + 1, present.get(index)),
                "%s as parameter %d"
                    .formatted(
                        parameter.isLength() ? "size_t" : expected(parameter.type()), index + 1)));
      }
    }
  }

  private static String count(int parameters) {
    return parameters == 1 ? "1 parameter" : parameters + " parameters";
  }

  /// A parameter in C.
  ///
  /// @param isLength whether it is the length of the memory before it
  private record Parameter(ValueType type, boolean isLength) {}

  private List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    for (ValueType type : types.parameters()) {
      all.add(new Parameter(type, false));
      if (type.hasLength()) {
        all.add(new Parameter(type, true));
      }
    }
    if (types.result().hasLength()) {
      all.add(new Parameter(ValueType.PTR, false));
    }
    return all;
  }

  private static boolean fits(Parameter parameter, DebugType found) {
    return parameter.isLength()
        ? found.isInteger() && found.size() == Long.BYTES
        : fits(parameter.type(), found);
  }

  private static boolean fitsResult(ValueType wanted, DebugType found) {
    if (wanted == ValueType.VOID) {
      return found.kind() == DebugType.Kind.VOID;
    }
    return fits(wanted, found);
  }

  private static boolean fits(ValueType wanted, DebugType found) {
    if (found.kind() == DebugType.Kind.OTHER) {
      return true; // nothing is known of it
    }
    return switch (wanted) {
      case VOID -> false;
      case BOOL -> found.isInteger() && found.size() <= Integer.BYTES;
      case I8, I16, I32, I64, U8, U16, U32, U64, SIZE -> isInteger(found, wanted);
      case F32 -> found.kind() == DebugType.Kind.FLOAT && found.size() == Float.BYTES;
      case F64 -> found.kind() == DebugType.Kind.FLOAT && found.size() == Double.BYTES;
      case PTR -> isPointer(found) || isInteger(found, ValueType.SIZE);
      case STR, BYTES -> isPointerTo(found, 1);
      case BUFFER -> isPointer(found);
      case I32_ARRAY, I64_ARRAY -> isArray(found, wanted.itemSize(), false);
      case F32_ARRAY, F64_ARRAY -> isArray(found, wanted.itemSize(), true);
      case SELF, STATE -> isPointer(found) && !isTo(found, CONTEXT_NAME);
      case CONTEXT -> isContext(found);
    };
  }

  /// The sign of characters and enumerations is the compiler's choice.
  private static boolean isInteger(DebugType found, ValueType wanted) {
    return found.size() == wanted.bits() / Byte.SIZE
        && switch (found.kind()) {
          case CHARACTER, ENUMERATION -> true;
          case UNSIGNED, BOOL -> wanted.isUnsigned();
          case SIGNED -> !wanted.isUnsigned();
          default -> false;
        };
  }

  private static boolean isPointer(DebugType found) {
    return found.kind() == DebugType.Kind.POINTER;
  }

  private static boolean isPointerTo(DebugType found, long size) {
    DebugType target = found.target();
    return isPointer(found)
        && target != null
        && (target.kind() == DebugType.Kind.VOID
            || target.kind() == DebugType.Kind.OTHER
            || (target.isInteger() && target.size() == size));
  }

  private static boolean isArray(DebugType found, long size, boolean isFloat) {
    DebugType target = found.target();
    return isPointer(found)
        && target != null
        && (target.kind() == DebugType.Kind.VOID
            || target.kind() == DebugType.Kind.OTHER
            || (target.size() == size
                && (isFloat ? target.kind() == DebugType.Kind.FLOAT : target.isInteger())));
  }

  private static boolean isContext(DebugType found) {
    DebugType target = found.target();
    return isPointer(found)
        && target != null
        && (target.kind() == DebugType.Kind.VOID || isTo(found, CONTEXT_NAME));
  }

  private static boolean isTo(DebugType pointer, String name) {
    DebugType target = pointer.target();
    return target != null && (target.name().equals(name) || target.name().endsWith(" " + name));
  }

  private String expected(ValueType type) {
    return switch (type) {
      case CONTEXT -> "TnContext *";
      case VOID -> "void";
      case STATE -> "a pointer to the module state";
      case SELF -> "a pointer to the resource";
      default -> isSignature() ? type.label() : inC(type);
    };
  }

  private boolean isSignature() {
    return text.startsWith("the signature");
  }

  private static String inC(ValueType type) {
    return switch (type) {
      case I32 -> "int32_t";
      case SIZE -> "size_t";
      default -> "a pointer";
    };
  }
}
