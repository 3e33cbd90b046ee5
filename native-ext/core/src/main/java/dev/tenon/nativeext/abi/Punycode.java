// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import java.util.Optional;

/// Unicode text as ASCII, as RFC 3492 describes.
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private Punycode() {}

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < INITIAL_N);
  }

  static String encode(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder encoded = new StringBuilder();
    for (int point : points) {
      if (point < INITIAL_N) {
        encoded.appendCodePoint(point);
      }
    }
    int basic = encoded.length();
    if (basic > 0) {
      encoded.append('-');
    }
    appendDeltas(encoded, points, basic);
    return encoded.toString();
  }

  private static void appendDeltas(StringBuilder encoded, int[] points, int basic) {
    int n = INITIAL_N;
    int bias = INITIAL_BIAS;
    int delta = 0;
    for (int handled = basic; handled < points.length; ) {
      int next = Integer.MAX_VALUE;
      for (int point : points) {
        if (point >= n) {
          next = Math.min(next, point);
        }
      }
      delta += (next - n) * (handled + 1);
      n = next;
      for (int point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          appendNumber(encoded, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
  }

  private static void appendNumber(StringBuilder encoded, int number, int bias) {
    int rest = number;
    for (int k = BASE; ; k += BASE) {
      int threshold = threshold(k, bias);
      if (rest < threshold) {
        encoded.append(digit(rest));
        return;
      }
      encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int delta, int count, boolean first) {
    int scaled = first ? delta / DAMP : delta / 2;
    scaled += scaled / count;
    int k = 0;
    while (scaled > (BASE - T_MIN) * T_MAX / 2) {
      scaled /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
  }

  /// Decodes; empty for what no text is encoded as.
  static Optional<String> decode(String encoded) {
    int delimiter = encoded.lastIndexOf('-');
    StringBuilder text = new StringBuilder(encoded.substring(0, Math.max(0, delimiter)));
    int length = text.length();
    long n = INITIAL_N;
    long place = 0;
    int bias = INITIAL_BIAS;
    for (int at = delimiter + 1; at < encoded.length(); ) {
      long before = place;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < encoded.length() ? value(encoded.charAt(at++)) : -1;
        place += digit * weight;
        if (digit < 0 || place > Integer.MAX_VALUE) {
          return Optional.empty();
        }
        int threshold = threshold(k, bias);
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      length++;
      bias = adapt((int) (place - before), length, before == 0);
      n += place / length;
      place %= length;
      if (n > Character.MAX_CODE_POINT) {
        return Optional.empty();
      }
      int index = text.offsetByCodePoints(0, (int) place);
      text.insert(index, Character.toString((int) n));
      place++;
    }
    return Optional.of(text.toString());
  }

  private static int value(char digit) {
    if (digit >= 'a' && digit <= 'z') {
      return digit - 'a';
    }
    return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
  }
}
