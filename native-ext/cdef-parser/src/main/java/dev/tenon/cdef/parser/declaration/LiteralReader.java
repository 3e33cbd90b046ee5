// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.cdt.core.dom.ast.IASTLiteralExpression;
import org.jspecify.annotations.Nullable;

/// Reads the literals of C: numbers, characters and texts.
final class LiteralReader {

  private LiteralReader() {}

  /// The value of a literal; null for one of another language.
  static @Nullable Constant read(IASTLiteralExpression literal, DataModel model) {
    String text = literal.toString();
    try {
      return switch (literal.getKind()) {
        case IASTLiteralExpression.lk_integer_constant -> integer(text, model);
        case IASTLiteralExpression.lk_float_constant -> new Constant.Real(real(text));
        case IASTLiteralExpression.lk_char_constant -> character(text, model);
        case IASTLiteralExpression.lk_string_literal ->
            new Constant.Text(new String(bytes(text), StandardCharsets.UTF_8));
        default -> null;
      };
    } catch (NumberFormatException | StringIndexOutOfBoundsException _) {
      return null;
    }
  }

  private static double real(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean isFloat = lower.endsWith("f") && (!lower.startsWith("0x") || lower.contains("p"));
    boolean suffix = isFloat || lower.endsWith("l");
    String digits = suffix ? text.substring(0, text.length() - 1) : text;
    return isFloat ? (double) Float.parseFloat(digits) : Double.parseDouble(digits);
  }

  private static Constant integer(String text, DataModel model) {
    String lower = text.toLowerCase(Locale.ROOT).replace("'", "");
    String digits = lower.replaceFirst("[ul]+$", "");
    String suffix = lower.substring(digits.length());
    int radix = 10;
    if (digits.startsWith("0x") || digits.startsWith("0b")) {
      radix = digits.charAt(1) == 'x' ? 16 : 2;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
    }
    BigInteger value = new BigInteger(digits, radix);
    return new Constant.Whole(value, kind(value, suffix, radix != 10, model));
  }

  /// The first type that can hold the value (C11 6.4.4.1).
  private static NumberKind kind(
      BigInteger value, String suffix, boolean mayBeUnsigned, DataModel model) {
    boolean unsigned = suffix.contains("u");
    List<NumberKind> candidates =
        List.of(
            NumberKind.INT,
            NumberKind.UINT,
            NumberKind.LONG,
            NumberKind.ULONG,
            NumberKind.LLONG,
            NumberKind.ULLONG);
    int first = suffix.contains("ll") ? 4 : suffix.contains("l") ? 2 : 0;
    for (NumberKind kind : candidates.subList(first, candidates.size())) {
      int bits = model.sizeOf(kind) * 8 - (kind.isSigned() ? 1 : 0);
      boolean allowed = kind.isSigned() ? !unsigned : unsigned || mayBeUnsigned;
      if (allowed && value.bitLength() <= bits) {
        return kind;
      }
    }
    return NumberKind.ULLONG;
  }

  private static @Nullable Constant character(String text, DataModel model) {
    byte[] bytes = bytes(text);
    if (bytes.length != 1 || text.charAt(0) != '\'') {
      return null;
    }
    int value = model.charSigned() ? bytes[0] : bytes[0] & 0xFF;
    return new Constant.Whole(BigInteger.valueOf(value), NumberKind.INT);
  }

  /// The bytes between the quotes.
  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int start = text.startsWith("u8") ? 3 : 1;
    int index = start;
    while (index < text.length() - 1) {
      char each = text.charAt(index);
      if (each == '\\') {
        index = escape(text, index + 1, out);
      } else {
        int point = text.codePointAt(index);
        out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        index += Character.charCount(point);
      }
    }
    return out.toByteArray();
  }

  private static int escape(String text, int index, ByteArrayOutputStream out) {
    char kind = text.charAt(index);
    int end = index + 1;
    if (kind == 'x') {
      while (Character.digit(text.charAt(end), 16) >= 0) {
        end++;
      }
      out.write(Integer.parseInt(text.substring(index + 1, end), 16));
    } else if (Character.digit(kind, 8) >= 0) {
      while (end < index + 3 && Character.digit(text.charAt(end), 8) >= 0) {
        end++;
      }
      out.write(Integer.parseInt(text.substring(index, end), 8));
    } else {
      out.write(
          switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> 11;
            default -> kind;
          });
    }
    return end;
  }
}
