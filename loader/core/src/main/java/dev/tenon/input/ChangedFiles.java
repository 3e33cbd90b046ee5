// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files and directories that are watched for changes, each with the state that was loaded. A file
/// that is missing counts as unchanged: it is being replaced. A change counts when the file has the
/// same state in two looks: whoever writes it is done. Thread-safe.
public final class ChangedFiles {

  private final Map<Path, FileStamp> loaded = new LinkedHashMap<>();

  /// Files that have changed and may still be being written.
  private final Map<Path, FileStamp> changing = new LinkedHashMap<>();

  /// No files.
  public ChangedFiles() {}

  /// Adds a file in its present state, unless it is known.
  public synchronized void add(Path file) {
    if (!loaded.containsKey(file)) {
      accept(file);
    }
  }

  /// Records that the present state of a file is the one that was loaded.
  public synchronized void accept(Path file) {
    FileStamp stamp = stampOf(file);
    if (stamp != null) {
      loaded.put(file, stamp);
      changing.remove(file);
    }
  }

  /// Forgets all files but these.
  public synchronized void retain(Collection<Path> files) {
    loaded.keySet().retainAll(files);
    changing.keySet().retainAll(files);
  }

  /// Finds a file whose change counts.
  public synchronized Optional<Path> findChanged() {
    return loaded.keySet().stream().filter(this::hasChanged).findFirst();
  }

  /// Looks at one file.
  ///
  /// @return whether its change counts; false for a file that was not added
  public synchronized boolean hasChanged(Path file) {
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
