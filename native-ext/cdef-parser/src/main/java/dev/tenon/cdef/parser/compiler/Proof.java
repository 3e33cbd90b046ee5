// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Claims about headers, one line of C each, that the compiler confirms or refuses with words of
/// its own. One serves one thread.
public final class Proof {

  private static final String FILE = "tenon-proof";

  private static final Pattern MESSAGE =
      Pattern.compile("(.*?):(\\d+)(?::\\d+)?: (?:fatal )?(error|note): (.*)");

  private final CCompiler compiler;
  private final String includes;
  private final List<String> warnings;
  private final List<Line> lines = new ArrayList<>();

  /// A line of C, with what is given up if it is refused; empty for one that claims nothing.
  private record Line(String subject, String text) {}

  /// @param includes the lines that include the headers
  public Proof(CCompiler compiler, String includes) {
    this(compiler, includes, List.of("-w"));
  }

  private Proof(CCompiler compiler, String includes, List<String> warnings) {
    this.compiler = compiler;
    this.includes = includes;
    this.warnings = warnings;
  }

  /// One that refuses pointers of other types and numbers for pointers, too.
  public static Proof strict(CCompiler compiler, String includes) {
    return new Proof(
        compiler,
        includes,
        List.of(
            "-Werror=int-conversion",
            "-Werror=incompatible-pointer-types",
            "-Werror=implicit-function-declaration",
            "-Werror=return-type"));
  }

  /// Claims something.
  ///
  /// @param subject what is given up if the claim is refused
  /// @param line a declaration of C on one line
  public void claim(String subject, String line) {
    lines.add(new Line(subject, line));
  }

  /// Takes a name out of the macros for the claims that follow.
  public void hide(String name) {
    lines.add(new Line("", "#undef " + name));
  }

  /// Runs the compiler.
  ///
  /// @return the compiler's words on each subject that it refused
  /// @throws IOException if it cannot be run, or refuses the headers themselves
  public Map<String, String> run() throws IOException {
    Map<String, String> refused = new LinkedHashMap<>();
    run(lines, refused);
    return refused;
  }

  private void run(List<Line> part, Map<String, String> refused) throws IOException {
    StringBuilder text = new StringBuilder(includes);
    text.append("#line 1 \"").append(FILE).append("\"\n");
    part.forEach(line -> text.append(line.text()).append('\n'));
    Path file = compiler.folder().resolve("proof.c");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    List<String> arguments = new ArrayList<>(List.of("-fsyntax-only"));
    arguments.addAll(warnings);
    if (compiler.isClang()) {
      arguments.addAll(
          List.of("-fno-color-diagnostics", "-fno-caret-diagnostics", "-ferror-limit=0"));
    } else {
      arguments.addAll(
          List.of(
              "-fno-diagnostics-color",
              "-fno-diagnostics-show-caret",
              "-ftrack-macro-expansion=0"));
    }
    arguments.add(file.toString());
    CCompiler.Result result = compiler.run(arguments.toArray(String[]::new));
    if (result.succeeded()) {
      return;
    }
    int before = refused.size();
    collect(result.messages(), part, refused);
    if (refused.size() == before) {
      divide(part, result.messages(), refused);
    }
  }

  /// Finds the claim that is refused with words that name no line of it.
  private void divide(List<Line> part, String messages, Map<String, String> refused)
      throws IOException {
    List<Line> hidden = part.stream().filter(line -> line.subject().isEmpty()).toList();
    List<Line> claims = part.stream().filter(line -> !line.subject().isEmpty()).toList();
    if (claims.isEmpty()) {
      throw new IOException(
          "'%s' refuses the headers: %s".formatted(compiler.name(), firstLines(messages)));
    }
    if (claims.size() == 1) {
      refused.put(claims.getFirst().subject(), firstLines(messages));
      return;
    }
    int middle = claims.size() / 2;
    for (List<Line> half :
        List.of(claims.subList(0, middle), claims.subList(middle, claims.size()))) {
      List<Line> all = new ArrayList<>(hidden);
      all.addAll(half);
      run(all, refused);
    }
  }

  /// The beginning of what a compiler said.
  public static String firstLines(String messages) {
    List<String> errors = messages.lines().filter(line -> line.contains("error")).limit(3).toList();
    List<String> words =
        errors.isEmpty()
            ? messages.lines().filter(line -> !line.isBlank()).limit(3).toList()
            : errors;
    return words.isEmpty() ? "(it ended without a message)" : String.join("\n  ", words);
  }

  private static void collect(String messages, List<Line> lines, Map<String, String> refused) {
    String pending = "";
    for (String each : messages.lines().toList()) {
      Matcher matcher = MESSAGE.matcher(each);
      if (!matcher.matches()) {
        continue;
      }
      boolean isError = matcher.group(3).equals("error");
      boolean isOwn = matcher.group(1).equals(FILE);
      int line = Integer.parseInt(matcher.group(2));
      if (isError) {
        pending = matcher.group(4);
      }
      // An error within a macro of a header is reported with a note on the line that uses it.
      boolean isClaim =
          line >= 1 && line <= lines.size() && !lines.get(line - 1).subject().isEmpty();
      if (isOwn && !pending.isEmpty() && isClaim) {
        refused.putIfAbsent(lines.get(line - 1).subject(), pending);
        pending = "";
      }
    }
  }
}
