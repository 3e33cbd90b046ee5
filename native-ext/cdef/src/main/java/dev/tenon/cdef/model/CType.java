// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.List;
import java.util.stream.Collectors;

/// A type of C. Names of types are resolved: two equal types are the same type.
public sealed interface CType {

  /// No value; as a target of pointers, anything.
  record VoidType() implements CType {
    @Override
    public String toString() {
      return "void";
    }
  }

  /// A number.
  record Arithmetic(NumberKind kind) implements CType {
    @Override
    public String toString() {
      return kind.text();
    }
  }

  /// An enumeration; its values travel as the given integer type.
  ///
  /// @param tag how C writes it: `enum color`, or the name of a typedef
  record Enumeration(String tag, NumberKind kind) implements CType {
    @Override
    public String toString() {
      return tag;
    }
  }

  /// A pointer.
  ///
  /// @param readOnly whether what it points to is `const`
  record Pointer(CType target, boolean readOnly) implements CType {
    @Override
    public String toString() {
      if (target instanceof Function function) {
        return function.text("(*)");
      }
      return (readOnly ? "const " : "") + target + (target instanceof Pointer ? "*" : " *");
    }
  }

  /// An array.
  ///
  /// @param length the number of elements; [#UNKNOWN] for an incomplete array
  record Array(CType element, long length) implements CType {
    /// The length of an array of unknown length.
    public static final long UNKNOWN = -1;

    @Override
    public String toString() {
      return element + (length == UNKNOWN ? "[]" : "[" + length + "]");
    }
  }

  /// A struct or union, described by the [CRecord] of the same tag.
  ///
  /// @param tag how C writes it: `struct point`, `union value`, or the name of a typedef
  record Struct(String tag) implements CType {
    @Override
    public String toString() {
      return tag;
    }
  }

  /// A function.
  record Function(CType result, List<CParameter> parameters, boolean variadic) implements CType {
    /// A function type.
    public Function {
      parameters = List.copyOf(parameters);
    }

    /// How C declares something of this type.
    ///
    /// @param middle what is declared: `name`, `(*name)`
    public String text(String middle) {
      String inside =
          parameters.stream()
              .map(parameter -> parameter.type().toString())
              .collect(Collectors.joining(", "));
      String all =
          variadic
              ? inside.isEmpty() ? "..." : inside + ", ..."
              : inside.isEmpty() ? "void" : inside;
      return "%s %s(%s)".formatted(result, middle, all);
    }

    @Override
    public String toString() {
      return text("");
    }
  }

  /// Whether it is a pointer to characters, what C uses for texts.
  default boolean isText() {
    return this instanceof Pointer pointer
        && pointer.target() instanceof Arithmetic number
        && number.kind() == NumberKind.CHAR;
  }

  /// Whether it is a pointer to a function.
  default boolean isCallback() {
    return this instanceof Pointer pointer && pointer.target() instanceof Function;
  }
}
