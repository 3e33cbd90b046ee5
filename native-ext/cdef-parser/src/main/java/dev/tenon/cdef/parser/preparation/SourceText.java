// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.model.DataModel;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The text of a file, with what the parser gets beside it: in front the types that every C program
/// has from the standard headers; behind it one variable for each `#define`, whose initializer is
/// the value of the constant.
public final class SourceText {

  /// How the variables behind the text begin.
  public static final String CONSTANT = "__tenon_constant_";

  private static final Pattern DEFINE =
      Pattern.compile(
          "^[ \\t]*#[ \\t]*define[ \\t]+([A-Za-z_]\\w*)(?:[ \\t]+(\\S.*))?$", Pattern.MULTILINE);

  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");

  private static final Pattern BETWEEN =
      Pattern.compile("(?:\\s|//[^\n]*|/\\*(?s:.*?)\\*/|#(?:[^\n\\\\]|\\\\\n|\\\\.)*)*");

  private final String text;
  private final String prelude;
  private final int[] lineStarts;
  private final Set<String> constants = new LinkedHashSet<>();

  public SourceText(String text, DataModel model) {
    this.text = text.replace("\r\n", "\n").replace('\r', '\n');
    this.prelude = prelude(model);
    this.lineStarts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, this.text.length())
                    .filter(each -> this.text.charAt(each) == '\n')
                    .map(each -> each + 1))
            .toArray();
    Matcher defines = DEFINE.matcher(this.text);
    while (defines.find()) {
      if (defines.group(2) != null && mayBeValue(defines.group(2))) {
        constants.add(defines.group(1));
      }
    }
  }

  private static String prelude(DataModel model) {
    String word = model.longSize() == 8 ? "long" : "long long";
    String wide =
        model.platform().equals("windows")
            ? "unsigned short"
            : model.charSigned() ? "int" : "unsigned int";
    return """
    typedef unsigned WORD size_t; typedef WORD ssize_t; typedef WORD ptrdiff_t; \
    typedef WORD intptr_t; typedef unsigned WORD uintptr_t; \
    typedef signed char int8_t; typedef unsigned char uint8_t; \
    typedef short int16_t; typedef unsigned short uint16_t; \
    typedef int int32_t; typedef unsigned int uint32_t; \
    typedef WORD int64_t; typedef unsigned WORD uint64_t; \
    typedef WORD intmax_t; typedef unsigned WORD uintmax_t; \
    typedef WIDE wchar_t; typedef WORD off_t; typedef WORD time_t; \
    typedef struct _IO_FILE FILE; typedef struct __va_list_tag *va_list;
    """
        .replace("WORD", word)
        .replace("WIDE", wide);
  }

  /// Whether an expansion can be an expression, so that it does no harm to what stands after it.
  public static boolean mayBeValue(String expansion) {
    int depth = 0;
    String bare = QUOTED.matcher(expansion).replaceAll("0");
    for (int index = 0; index < bare.length(); index++) {
      char each = bare.charAt(index);
      depth += each == '(' ? 1 : each == ')' ? -1 : 0;
      if (depth < 0 || each == '{' || each == '}' || each == ';') {
        return false;
      }
    }
    return depth == 0 || bare.endsWith("\\");
  }

  /// What the parser reads.
  public String whole() {
    StringBuilder all = new StringBuilder(prelude).append(text).append('\n');
    constants.forEach(name ->
        all.append("int ")
            .append(CONSTANT)
            .append(name)
            .append(" = (")
            .append(name)
            .append(");\n"));
    return all.toString();
  }

  /// Whether a place in [#whole] belongs to the file.
  public boolean isOwn(int offset) {
    return offset >= prelude.length() && offset < prelude.length() + text.length();
  }

  private int own(int offset) {
    return Math.max(0, Math.min(text.length(), offset - prelude.length()));
  }

  /// The first place from the given one on where a declaration can begin: behind blanks, comments
  /// and preprocessor lines.
  public int startOfDeclaration(int offset) {
    Matcher between = BETWEEN.matcher(text).region(own(offset), text.length());
    return between.lookingAt() ? prelude.length() + between.end() : offset;
  }

  /// The line of a place in [#whole], counted from 1.
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, own(offset));
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// The column of a place in [#whole], counted from 1.
  int column(int offset) {
    return own(offset) - (text.lastIndexOf('\n', own(offset) - 1) + 1) + 1;
  }

  /// The line at a place in [#whole].
  String lineText(int offset) {
    int start = text.lastIndexOf('\n', own(offset) - 1) + 1;
    int end = text.indexOf('\n', own(offset));
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /// A stretch of [#whole] on one line.
  public String oneLine(int offset, int length) {
    return text.substring(own(offset), own(offset + length)).replaceAll("\\s+", " ").strip();
  }

  /// The place in [#whole] of a place in the file.
  public int place(int offset) {
    return prelude.length() + offset;
  }

  /// The macros that get a variable behind the text.
  public Set<String> constants() {
    return constants;
  }

  /// The text of the file.
  public String text() {
    return text;
  }
}
