// SPDX-License-Identifier: Apache-2.0
package dev.tenon.source;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds definitions in the text of scripts. The text is not parsed: what is looked for is a line
/// that begins a definition in the outermost block.
public final class ScriptPlaces {

  private static final String PYTHON = ".py";
  private static final List<String> SUFFIXES = List.of(PYTHON, ".js");

  private ScriptPlaces() {}

  /// Whether a file is a script, by its name.
  public static boolean isScript(String file) {
    return SUFFIXES.stream().anyMatch(file::endsWith);
  }

  /// The line of the definition of a name that counts, which is the last.
  public static Optional<SourcePlace> find(String file, String name) {
    if (!isScript(file) || name.isEmpty()) {
      return Optional.empty();
    }
    Pattern definition = definitionOf(name, file.endsWith(PYTHON));
    try {
      List<String> lines = BoundedFile.readText(Path.of(file), Limit.SCRIPT).lines().toList();
      int last = lines.size();
      while (last > 0 && !definition.matcher(lines.get(last - 1)).find()) {
        last--;
      }
      return last == 0 ? Optional.empty() : Optional.of(new SourcePlace(file, last));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty(); // the file is gone, or is not text
    }
  }

  private static Pattern definitionOf(String name, boolean isPython) {
    String quoted = Pattern.quote(name);
    return Pattern.compile(
        isPython
            ? "^(?:(?:async\\s+)?def\\s+%1$s\\s*\\(|class\\s+%1$s\\s*[(:]|%1$s\\s*(?::[^=]*)?=(?!=))"
                .formatted(quoted)
            : ("^(?:(?:async\\s+)?function\\s*\\*?\\s*%1$s\\s*\\(|class\\s+%1$s\\b"
                    + "|(?:(?:var|let|const)\\s+)?%1$s\\s*=(?!=))")
                .formatted(quoted));
  }
}
