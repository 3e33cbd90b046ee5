// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// The arithmetic types of C.
public enum NumberKind {
  /// `_Bool`.
  BOOL("_Bool", false),
  /// `char`, signed or not by platform.
  CHAR("char", true),
  /// `signed char`.
  SCHAR("signed char", true),
  /// `unsigned char`.
  UCHAR("unsigned char", false),
  /// `short`.
  SHORT("short", true),
  /// `unsigned short`.
  USHORT("unsigned short", false),
  /// `int`.
  INT("int", true),
  /// `unsigned int`.
  UINT("unsigned int", false),
  /// `long`, of 32 or 64 bits by platform.
  LONG("long", true),
  /// `unsigned long`, of 32 or 64 bits by platform.
  ULONG("unsigned long", false),
  /// `long long`.
  LLONG("long long", true),
  /// `unsigned long long`.
  ULLONG("unsigned long long", false),
  /// `float`.
  FLOAT("float", true),
  /// `double`.
  DOUBLE("double", true),
  /// `long double`, which no call can pass on.
  LONG_DOUBLE("long double", true);

  private final String text;
  private final boolean signed;

  NumberKind(String text, boolean signed) {
    this.text = text;
    this.signed = signed;
  }

  /// How C writes the type.
  public String text() {
    return text;
  }

  /// Whether values below zero belong to the type. For [#CHAR] the platform decides.
  public boolean isSigned() {
    return signed;
  }

  /// Whether it is an integer type, `_Bool` and `char` included.
  public boolean isInteger() {
    return this != FLOAT && this != DOUBLE && this != LONG_DOUBLE;
  }

  /// Whether it is one of the three character types.
  public boolean isCharacter() {
    return this == CHAR || this == SCHAR || this == UCHAR;
  }
}
