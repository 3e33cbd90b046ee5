// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import dev.tenon.imports.path.Platform;
import java.util.Locale;

/// What the sizes of C's types are on a platform.
///
/// @param name `lp64` or `llp64`
/// @param longSize bytes of `long`: 8 but on Windows
/// @param longDoubleSize bytes of `long double`
/// @param charSigned whether `char` is signed
/// @param unnamedBitsAlign whether bit-fields without a name count for the alignment of their
///   struct
/// @param platform `linux`, `macos` or `windows`
public record DataModel(
    String name,
    int longSize,
    int longDoubleSize,
    boolean charSigned,
    boolean unnamedBitsAlign,
    String platform) {

  /// Bytes of a pointer.
  public static final int POINTER_SIZE = 8;

  /// The platform this JVM runs on.
  public static DataModel current() {
    Platform current = Platform.current();
    return of(current.system(), current.machine());
  }

  /// A platform by the names that the JVM uses for systems and architectures.
  public static DataModel of(String system, String architecture) {
    String lower = system.toLowerCase(Locale.ROOT);
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if (lower.startsWith("windows")) {
      return new DataModel("llp64", 4, 8, true, false, "windows");
    }
    boolean mac = lower.startsWith("mac");
    return new DataModel(
        "lp64", 8, mac && !intel ? 8 : 16, intel || mac, !intel && !mac, mac ? "macos" : "linux");
  }

  /// The size of a number in bytes, which is also its alignment.
  public int sizeOf(NumberKind kind) {
    return switch (kind) {
      case BOOL, CHAR, SCHAR, UCHAR -> 1;
      case SHORT, USHORT -> 2;
      case INT, UINT, FLOAT -> 4;
      case LONG, ULONG -> longSize;
      case LLONG, ULLONG, DOUBLE -> 8;
      case LONG_DOUBLE -> longDoubleSize;
    };
  }

  /// Whether values below zero belong to a type.
  public boolean isSigned(NumberKind kind) {
    return kind == NumberKind.CHAR ? charSigned : kind.isSigned();
  }
}
