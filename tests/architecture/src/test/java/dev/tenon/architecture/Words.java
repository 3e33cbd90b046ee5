// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words that `docs/words.txt` lists, looked for in documents, comments and messages. Decisions
/// and the changelog are records of their time and are not searched.
final class Words {

  private static final String LIST = "docs/words.txt";
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)//.*|(?:^\\s*|\\s)/?\\*.*");

  private record Word(Pattern pattern, String replacement) {}

  private final Path root;
  private final List<Word> words = new ArrayList<>();

  Words(Path root) throws IOException {
    this.root = root;
    for (String line : Files.readAllLines(root.resolve(LIST))) {
      String[] parts = line.split("\t", -1);
      if (!line.startsWith("#")) {
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
          throw new IllegalStateException(
              "%s: expected an expression, a tab and a replacement, found '%s'"
                  .formatted(LIST, line));
        }
        words.add(
            new Word(
                Pattern.compile("\\b(?:" + parts[0] + ")\\b", Pattern.CASE_INSENSITIVE), parts[1]));
      }
    }
  }

  /// Where a listed word stands: the file, the line, the word, and what to write in its place.
  List<String> found() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      boolean isDocument = file.toString().endsWith(".md");
      boolean isInBlock = false;
      int number = 0;
      for (String line :
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()) {
        number++;
        boolean turns = !isDocument && line.split("\"\"\"", -1).length % 2 == 0;
        String prose = isDocument || isInBlock || turns ? line : prose(line);
        isInBlock ^= turns;
        for (Word word : words) {
          Matcher matcher = word.pattern().matcher(prose);
          if (matcher.find()) {
            found.add(
                "%s:%d: '%s': write %s (%s)"
                    .formatted(
                        root.relativize(file), number, matcher.group(), word.replacement(), LIST));
          }
        }
      }
    }
    return found;
  }

  /// The comment and the string literals of a line of code.
  private static String prose(String line) {
    StringBuilder prose = new StringBuilder();
    Matcher literal = LITERAL.matcher(line);
    while (literal.find()) {
      prose.append(literal.group(1).replace("\\n", "\n")).append('\n');
    }
    Matcher comment = COMMENT.matcher(literal.replaceAll(""));
    return comment.find() ? prose.append(comment.group()).toString() : prose.toString();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> top = Files.list(root)) {
      top.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
    }
    for (String folder : List.of("docs", "loader", "native-ext", "sample-extensions")) {
      if (Files.isDirectory(root.resolve(folder))) {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
          all.filter(Files::isRegularFile)
              .filter(file -> isSearched(root.relativize(file).toString().replace('\\', '/')))
              .forEach(files::add);
        }
      }
    }
    files.sort(null);
    return files;
  }

  private static boolean isSearched(String name) {
    return !name.contains("/target/")
        && !name.contains("/node_modules/")
        && !name.startsWith("docs/adr/")
        && !name.equals("docs/changelog.md")
        && (name.endsWith(".md")
            || (name.endsWith(".java") && name.contains("/src/main/"))
            || (name.matches(".*\\.[ch]")
                && (name.startsWith("native-ext/include/") || name.contains("/src/main/c/"))));
  }
}
