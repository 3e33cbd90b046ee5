// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.input.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files and directories that one run of a program depends on, each with the state that was
/// loaded. A file that is missing counts as unchanged: it is being replaced. Thread-safe.
final class WatchedFiles {

  private final Map<Path, FileStamp> loaded = new LinkedHashMap<>();

  /// Files that have changed and may still be being written.
  private final Map<Path, FileStamp> changing = new LinkedHashMap<>();

  /// Adds a file in its present state, unless it is known.
  synchronized void add(Path file) {
    if (!loaded.containsKey(file)) {
      accept(file);
    }
  }

  /// Records that the present state of a file is the one that was loaded.
  synchronized void accept(Path file) {
    FileStamp stamp = stampOf(file);
    if (stamp != null) {
      loaded.put(file, stamp);
      changing.remove(file);
    }
  }

  /// Finds a file that has another state than the one that was loaded, and had this state already
  /// when it was last asked for: whoever writes it is done.
  synchronized Optional<Path> findChanged() {
    return loaded.keySet().stream().filter(this::hasChanged).findFirst();
  }

  /// Checks one file as [#findChanged] does.
  synchronized boolean hasChanged(Path file) {
    FileStamp stamp = stampOf(file);
    FileStamp known = loaded.get(file);
    if (stamp == null || known == null || stamp.equals(known)) {
      changing.remove(file);
      return false;
    }
    return stamp.equals(changing.put(file, stamp));
  }

  private static @Nullable FileStamp stampOf(Path file) {
    try {
      return FileStamp.of(file);
    } catch (IOException _) {
      return null;
    }
  }
}
