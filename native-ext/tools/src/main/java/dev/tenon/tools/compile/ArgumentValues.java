// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.Escapes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads words of a command line that name something.
public final class ArgumentValues {

  private ArgumentValues() {}

  /// Reads the path of a file or directory.
  ///
  /// @param surroundings what it is relative to
  /// @param word the word
  /// @return the path, absolute
  /// @throws UsageException if it cannot be a path
  public static Path path(Surroundings surroundings, String word) throws UsageException {
    try {
      return surroundings.folder().resolve(word).normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(noPath(word, String.valueOf(e.getMessage())));
    }
  }

  /// Reads the name of a platform.
  ///
  /// @param word the word
  /// @return the platform
  /// @throws UsageException if there is none of this name
  public static Platform platform(String word) throws UsageException {
    return Platform.named(word).orElseThrow(() -> new UsageException(noPlatform(word)));
  }

  private static String noPath(String word, String reason) {
    return "%s is not a path: %s".formatted(Escapes.quoted(word), reason);
  }

  private static String noPlatform(String word) {
    return "unknown platform %s: expected linux, macos, windows or freebsd, a hyphen and one of %s, and -musl behind linux with musl"
        .formatted(Escapes.quoted(word), String.join(", ", Platform.MACHINES));
  }
}
