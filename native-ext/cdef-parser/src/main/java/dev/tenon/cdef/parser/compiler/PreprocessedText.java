// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.compiler;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the preprocessor made of headers: one line of text for each line of output, the place in a
/// header that each comes from, and the macros with their places.
public final class PreprocessedText {

  private static final Pattern MARKER =
      Pattern.compile("# (\\d+) \"((?:[^\"\\\\]|\\\\.)*)\"((?: \\d)*)\\s*");
  private static final Pattern DEFINE =
      Pattern.compile("#define ([A-Za-z_$][\\w$]*)(\\((?:[^)]*)\\))? ?(.*)");
  private static final Pattern UNDEFINE = Pattern.compile("#undef ([A-Za-z_$][\\w$]*)\\s*");

  /// A line of a header.
  ///
  /// @param file as the compiler names it
  public record Place(String file, int line) {}

  /// A macro as it is at the end.
  ///
  /// @param parameters with the brackets; null for one without
  /// @param files all that define it
  public record Macro(
      String name, @Nullable String parameters, String body, Place place, Set<String> files) {}

  private final List<String> files = new ArrayList<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private int[] fileOf = new int[1024];
  private int[] lineOf = new int[1024];
  private int count;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Macro> macros = new LinkedHashMap<>();
  private final Map<String, Set<String>> definers = new HashMap<>();
  private final Map<String, Set<String>> includers = new HashMap<>();
  private int file;
  private int line;

  private PreprocessedText() {
    file = number("");
  }

  /// Reads the output of `cc -E -dD`.
  public static PreprocessedText read(Path output) throws IOException {
    PreprocessedText read = new PreprocessedText();
    String all =
        new String(BoundedFile.read(output, Limit.INCLUDED_HEADERS), StandardCharsets.ISO_8859_1);
    all.lines().forEach(read::add);
    return read;
  }

  private int number(String name) {
    return numbers.computeIfAbsent(
        name,
        each -> {
          files.add(each);
          return files.size() - 1;
        });
  }

  private void add(String each) {
    if (each.startsWith("#")) {
      Matcher marker = MARKER.matcher(each);
      if (marker.matches()) {
        line = Integer.parseInt(marker.group(1));
        int before = file;
        file = number(marker.group(2).replaceAll("\\\\(.)", "$1"));
        if (marker.group(3).contains("1")) {
          includers.computeIfAbsent(files.get(file), _ -> new HashSet<>()).add(files.get(before));
        }
        append("", false);
        return;
      }
      Matcher define = DEFINE.matcher(each);
      if (define.matches()) {
        macros.remove(define.group(1));
        Set<String> known = definers.computeIfAbsent(define.group(1), _ -> new HashSet<>());
        known.add(files.get(file));
        macros.put(
            define.group(1),
            new Macro(
                define.group(1),
                define.group(2),
                define.group(3).strip(),
                new Place(files.get(file), line),
                known));
        append("", true);
        return;
      }
      Matcher undefine = UNDEFINE.matcher(each);
      if (undefine.matches()) {
        macros.remove(undefine.group(1));
        append("", true);
        return;
      }
    }
    append(each, true);
  }

  private void append(String each, boolean counts) {
    if (count == fileOf.length) {
      fileOf = java.util.Arrays.copyOf(fileOf, count * 2);
      lineOf = java.util.Arrays.copyOf(lineOf, count * 2);
    }
    fileOf[count] = file;
    lineOf[count] = line;
    count++;
    text.append(each).append('\n');
    if (counts) {
      line++;
    }
  }

  /// The text, without line markers and definitions of macros.
  public String text() {
    return text.toString();
  }

  /// Where a line of the text comes from.
  ///
  /// @param number from 1
  public Place place(int number) {
    int index = Math.max(0, Math.min(number, count) - 1);
    return new Place(files.get(fileOf[index]), lineOf[index]);
  }

  /// Where a macro is defined.
  public Place place(String macro) {
    Macro known = macros.get(macro);
    return known == null ? new Place("", 1) : known.place();
  }

  /// The macros by name, in the order of their last definitions; those of the compiler are among
  /// them.
  public Map<String, Macro> macros() {
    return macros;
  }

  /// The files that include a file.
  public Set<String> includers(String included) {
    return includers.getOrDefault(included, Set.of());
  }

  /// The names of all files that lines come from.
  public List<String> files() {
    return files;
  }
}
