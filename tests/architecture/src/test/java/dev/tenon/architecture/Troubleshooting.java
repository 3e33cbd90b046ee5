// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The messages that `docs/troubleshooting.md` explains, looked for among the texts of the sources.
final class Troubleshooting {

  private static final String PAGE = "docs/troubleshooting.md";
  private static final Pattern HEADING = Pattern.compile("(?m)^### `(.+)`$");
  private static final Pattern JOIN = Pattern.compile("\"\\s*\\+?\\s*\"");
  private static final Pattern TEXT =
      Pattern.compile("\"([^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+)\"");

  /// What stands for a part that differs.
  private static final String ANY = "…";

  private final Path page;
  private final House house;

  Troubleshooting(Path root) {
    this.page = root.resolve(PAGE);
    this.house = new House(root);
  }

  /// The messages that no source has, in lines.
  List<String> unknown() {
    List<String> messages =
        HEADING.matcher(House.text(page)).results().map(heading -> heading.group(1)).toList();
    if (messages.isEmpty()) {
      return List.of(PAGE + " explains no message");
    }
    List<String> texts = texts();
    return messages.stream()
        .filter(message -> texts.stream().noneMatch(asPattern(message).asPredicate()))
        .map(message -> "%s: no source has the message '%s'".formatted(PAGE, message))
        .toList();
  }

  private static Pattern asPattern(String message) {
    return Pattern.compile(
        Arrays.stream(message.split(ANY, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  /// The texts of the sources, those that are put together from several in one.
  private List<String> texts() {
    return house.files(Troubleshooting::isSource).stream()
        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
        .map(file -> JOIN.matcher(House.text(file)).replaceAll(""))
        .flatMap(source -> TEXT.matcher(source).results())
        .map(text -> text.group(1).replace("\\\"", "\""))
        .toList();
  }

  private static boolean isSource(String name) {
    return name.endsWith(".java") || name.endsWith(".c");
  }
}
