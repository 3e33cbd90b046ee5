package dev.tenon.nativeext;

/// The symbol under which a library exports the descriptor of a module: `TenonModule_name`, and for
/// names that are not ASCII `TenonModuleU_` with the Punycode of the name (DEF-14, PEP 489).
final class ExportName {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private ExportName() {}

  /// The symbol for the last part of a module's name.
  static String of(String tail) {
    boolean ascii = tail.chars().allMatch(c -> c < INITIAL_N);
    return ascii ? "TenonModule_" + tail : "TenonModuleU_" + punycode(tail).replace('-', '_');
  }

  /// Encodes as RFC 3492 describes.
  static String punycode(String text) {
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
      int threshold = Math.max(T_MIN, Math.min(T_MAX, k - bias));
      if (rest < threshold) {
        encoded.append(digit(rest));
        return;
      }
      encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
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
}
