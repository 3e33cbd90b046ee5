// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.memory;

import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Text on its way into C. All text that C can see passes here, and a lone surrogate never becomes
/// another character in silence:
///
/// - values, arguments, keywords, attribute names and what is written into memory of C are UTF-8 as
///   CPython encodes it: a lone surrogate is a [UnicodeError];
/// - arguments of programs are as in PEP 383: U+DC80 to U+DCFF stand for the bytes 0x80 to 0xFF,
///   and other lone surrogates are a [UnicodeError];
/// - messages of errors and reports, which must not fail themselves, show a lone surrogate as an
///   escape: `\ud800`.
///
/// The other way, bytes from C that are not UTF-8 are a [UnicodeError] where text is expected.
public final class Utf8 {

  private static final int FIRST_BYTE = 0xDC80;
  private static final int LAST_BYTE = 0xDCFF;

  private Utf8() {}

  /// The UTF-8 bytes of a text.
  ///
  /// @throws UnicodeError if it holds a lone surrogate, with CPython's message
  public static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Java replaces a lone surrogate by a question mark. Where there is none, nothing was replaced.
    for (byte each : bytes) {
      if (each == '?') {
        requireEncodable(text);
        return bytes;
      }
    }
    return bytes;
  }

  /// The UTF-8 bytes of a text that C takes for a string that ends with a NUL.
  ///
  /// @throws UnicodeError as [#encode]
  /// @throws ValueError if it holds a NUL itself
  public static byte[] encodeTerminated(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new ValueError("embedded null character");
    }
    return encode(text);
  }

  /// Checks that a text has UTF-8.
  ///
  /// @throws UnicodeError as [#encode]
  public static void requireEncodable(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (Character.isSurrogate(text.charAt(index))) {
        if (isLone(text, index)) {
          throw refused(text, index);
        }
        index++;
      }
    }
  }

  /// Whether the surrogate at an index is neither half of a pair that begins there.
  private static boolean isLone(String text, int index) {
    return index + 1 == text.length()
        || !Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }

  private static UnicodeError refused(String text, int first) {
    int last = first;
    while (last + 1 < text.length()
        && Character.isSurrogate(text.charAt(last + 1))
        && isLone(text, last + 1)) {
      last++;
    }
    int position = text.codePointCount(0, first);
    return new UnicodeError(
        first == last
            ? "'utf-8' codec can't encode character '\\u%04x' in position %d: surrogates not allowed"
                .formatted((int) text.charAt(first), position)
            : "'utf-8' codec can't encode characters in position %d-%d: surrogates not allowed"
                .formatted(position, position + last - first));
  }

  /// The bytes of an argument of a program (PEP 383).
  ///
  /// @throws UnicodeError if it holds a lone surrogate that stands for no byte
  public static byte[] encodeArgument(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int start = 0;
    for (int index = 0; index < text.length(); index++) {
      int each = text.codePointAt(index);
      if (each >= FIRST_BYTE && each <= LAST_BYTE) {
        bytes.writeBytes(encode(text.substring(start, index)));
        bytes.write(each & 0xFF);
        start = index + 1;
      } else if (Character.isSupplementaryCodePoint(each)) {
        index++;
      }
    }
    bytes.writeBytes(encode(text.substring(start)));
    return bytes.toByteArray();
  }

  /// The UTF-8 bytes of a text of a report, with escapes for lone surrogates.
  public static byte[] encodeReport(String text) {
    StringBuilder shown = null;
    for (int index = 0; index < text.length(); index++) {
      char each = text.charAt(index);
      boolean isSurrogate = Character.isSurrogate(each);
      if (isSurrogate && isLone(text, index)) {
        shown = shown == null ? new StringBuilder(text.substring(0, index)) : shown;
        shown.append("\\u").append(Integer.toHexString(each));
        continue;
      }
      if (shown != null) {
        shown.append(each);
      }
      if (isSurrogate) {
        index++;
        if (shown != null) {
          shown.append(text.charAt(index));
        }
      }
    }
    return (shown == null ? text : shown.toString()).getBytes(StandardCharsets.UTF_8);
  }
}
