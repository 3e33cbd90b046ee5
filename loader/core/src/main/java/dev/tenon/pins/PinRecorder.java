// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchivePlace;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Admits all that can be verified, and notes it for a lock file.
public final class PinRecorder extends Pins {

  private final Map<Path, String> hashes = new ConcurrentHashMap<>();
  private final Map<Path, SortedSet<String>> modules = new ConcurrentHashMap<>();

  @Override
  public void admit(Path file, String hash) {
    String before = hashes.putIfAbsent(file.toAbsolutePath().normalize(), hash);
    if (before != null && !before.equals(hash)) {
      throw new UnpinnedException(
          new Diagnosis(
              "%s with the SHA-256 %s, which was %s when it was loaded first"
                  .formatted(Escapes.quoted(file), hash, before),
              "files that stay as they are while a lock file is made",
              "run 'tenon lock' again"));
    }
  }

  /// Notes where a module comes from.
  ///
  /// @param origin as its spec has it: a file, an archive, or a place in an archive
  public void noteModule(String name, String origin) {
    String place = Path.of(origin).normalize().toString();
    for (Path file : hashes.keySet()) {
      String text = file.toString();
      if (place.equals(text) || place.startsWith(text + ArchivePlace.INSIDE)) {
        boolean _ = modules.computeIfAbsent(file, _ -> new TreeSet<>()).add(name);
      }
    }
  }

  /// How many files were loaded.
  public int count() {
    return hashes.size();
  }

  /// The text of a lock file that lists what was loaded.
  ///
  /// @param lock where it will lie
  /// @throws IOException if its folder cannot be looked at
  public String text(Path lock) throws IOException {
    Path folder = lock.toAbsolutePath().normalize().getParent();
    List<Path> roots = folder == null ? List.of() : List.of(folder, folder.toRealPath());
    List<LockEntry> entries =
        hashes.entrySet().stream()
            .map(each ->
                new LockEntry(
                    0, each.getValue(), modulesOf(each.getKey()), source(each.getKey(), roots)))
            .sorted(Comparator.comparing(LockEntry::source))
            .toList();
    return "# What may be loaded, by SHA-256. Made by 'tenon lock'.\n%s %s\n%s"
        .formatted(
            LockFile.HEADER,
            LockFile.VERSION,
            entries.stream().map(each -> each.text() + "\n").collect(Collectors.joining()));
  }

  private String modulesOf(Path file) {
    Collection<String> names = modules.get(file);
    return names == null
        ? LockEntry.NO_MODULE
        : names.stream().map(LockText::escapeModule).collect(Collectors.joining(","));
  }

  /// The place of a file as the lock file has it: below its folder with slashes, else whole.
  private static String source(Path file, List<Path> roots) {
    for (Path root : roots) {
      if (file.startsWith(root)) {
        return StreamSupport.stream(root.relativize(file).spliterator(), false)
            .map(Path::toString)
            .collect(Collectors.joining("/"));
      }
    }
    return file.toString();
  }

  @Override
  public String name() {
    return "a lock file";
  }
}
