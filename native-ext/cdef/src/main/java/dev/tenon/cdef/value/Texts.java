// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.error.kind.ValueError;
import dev.tenon.nativeext.memory.Utf8;
import java.util.Arrays;

/// Turns texts into what C takes for them.
public final class Texts {

  private Texts() {}

  /// The UTF-8 bytes of a text and a NUL.
  ///
  /// @param what the place of the text, for messages
  /// @throws ValueError if the text holds a NUL itself
  static byte[] terminated(String text, String what) {
    check(text, what);
    byte[] bytes = Utf8.encode(text);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /// Refuses a text that C would take for a shorter one.
  public static void check(String text, String what) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new ValueError(
          "%s must be str without U+0000, found one at index %d; pass it as bytes"
              .formatted(what, nul));
    }
  }
}
