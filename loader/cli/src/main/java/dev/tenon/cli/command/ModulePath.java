// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts together where the modules of a program are searched: the current directory, then what the
/// command line names, then `TENON_PATH`, then the samples.
public final class ModulePath {

  private final Surroundings surroundings;

  public ModulePath(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The path entries in their order.
  ///
  /// @param named what the command line names
  /// @throws UsageException if one of those is neither a folder nor a jar; an entry that comes from
  ///   the surroundings and is not there is passed over later, as in CPython
  public List<String> entries(List<String> named) throws UsageException {
    List<String> entries = new ArrayList<>();
    entries.add(surroundings.folder().toString());
    for (String entry : named) {
      entries.add(check(entry));
    }
    entries.addAll(split(surroundings.tenonPath()));
    entries.addAll(split(surroundings.samples()));
    return entries;
  }

  private String check(String entry) throws UsageException {
    try {
      Path place = surroundings.folder().resolve(entry);
      if (Files.isDirectory(place) || (entry.endsWith(".jar") && Files.isRegularFile(place))) {
        return place.toString();
      }
    } catch (InvalidPathException _) {
      // The locale of the JVM has no such characters: nothing it could read has that name.
    }
    throw new UsageException(noSuchPath(entry));
  }

  private static List<String> split(@Nullable String list) {
    return list == null
        ? List.of()
        : Stream.of(list.split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).toList();
  }

  private static String noSuchPath(String entry) {
    return "cannot search modules in %s: it is neither a folder nor a jar"
        .formatted(Escapes.quoted(entry));
  }
}
