// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import java.io.IOException;
import java.util.Map;

/// The sizes of C's types on the platform that a compiler works for, from its own macros.
final class TargetModel {

  private TargetModel() {}

  /// Reads them.
  ///
  /// @throws IOException if pointers there have not 64 bits
  static DataModel of(Map<String, PreprocessedText.Macro> macros) throws IOException {
    if (size(macros, "POINTER", DataModel.POINTER_SIZE) != DataModel.POINTER_SIZE) {
      throw new IOException(
          "the compiler works for a platform with pointers of %d bits; expected 64"
              .formatted(size(macros, "POINTER", 0) * Byte.SIZE));
    }
    boolean windows = macros.containsKey("_WIN32");
    boolean mac = macros.containsKey("__APPLE__");
    boolean arm = macros.containsKey("__aarch64__");
    return new DataModel(
        windows ? "llp64" : "lp64",
        size(macros, "LONG", Long.BYTES),
        size(macros, "LONG_DOUBLE", 2 * Long.BYTES),
        !macros.containsKey("__CHAR_UNSIGNED__"),
        arm && !mac && !windows,
        windows ? "windows" : mac ? "macos" : "linux");
  }

  private static int size(Map<String, PreprocessedText.Macro> macros, String type, int otherwise) {
    PreprocessedText.Macro macro = macros.get("__SIZEOF_" + type + "__");
    return macro == null || !macro.body().matches("\\d{1,3}")
        ? otherwise
        : Integer.parseInt(macro.body());
  }
}
