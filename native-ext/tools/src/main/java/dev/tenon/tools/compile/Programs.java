// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.Surroundings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The programs that a process can start by their names: those in the directories of `PATH`.
public final class Programs {

  private final Surroundings surroundings;

  /// Those of a process.
  ///
  /// @param surroundings what the process has
  public Programs(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Finds a program by its name, or by its path.
  ///
  /// @param name the name, or a path with a separator
  /// @return its file; empty if there is none
  public Optional<Path> find(String name) {
    if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
      return find("", name);
    }
    String path = surroundings.variables().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .flatMap(folder -> find(folder, name).stream())
        .findFirst();
  }

  /// Finds a program in a directory.
  ///
  /// @param folder the directory
  /// @param name the name of the program, or its path from there
  /// @return its file; empty if there is none
  public Optional<Path> find(String folder, String name) {
    try {
      Path file = surroundings.folder().resolve(folder).resolve(name);
      return Files.isRegularFile(file) && Files.isExecutable(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
