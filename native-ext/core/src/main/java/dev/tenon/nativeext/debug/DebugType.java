// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import org.jspecify.annotations.Nullable;

/// A C type as far as it matters in a call.
///
/// @param kind what it is, typedefs and qualifiers resolved
/// @param size in bytes; 0 if it is not known
/// @param name as a C programmer writes it
/// @param target what a pointer points to; null for other types
public record DebugType(Kind kind, long size, String name, @Nullable DebugType target) {

  /// No value.
  public static final DebugType VOID = new DebugType(Kind.VOID, 0, "void", null);

  /// A type that nothing is known of.
  static final DebugType UNKNOWN = new DebugType(Kind.OTHER, 0, "an unknown type", null);

  /// What a type is.
  public enum Kind {
    /// No value.
    VOID,
    /// A truth value.
    BOOL,
    /// A signed integer.
    SIGNED,
    /// An unsigned integer.
    UNSIGNED,
    /// An enumeration.
    ENUMERATION,
    /// A character of one byte.
    CHARACTER,
    /// A floating-point number.
    FLOAT,
    /// A pointer, or a C++ reference.
    POINTER,
    /// A struct, union or class.
    RECORD,
    /// A function, array or anything else.
    OTHER
  }

  /// Whether it is an integer, a truth value, a character or an enumeration.
  public boolean isInteger() {
    return switch (kind) {
      case BOOL, SIGNED, UNSIGNED, ENUMERATION, CHARACTER -> true;
      case VOID, FLOAT, POINTER, RECORD, OTHER -> false;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
