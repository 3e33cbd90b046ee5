// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.isolation.StaticsScan;
import dev.tenon.isolation.WritableStatic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A library in the memory of this process, whose writable variables can be copied.
final class MappedLibrary {

  private static final String IN_MEMORY = "/memfd:";
  private static final String DELETED = " (deleted)";
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final long base;
  private final List<WritableStatic> watched;
  private final List<WritableStatic> ofRuntime;

  private MappedLibrary(
      Path file, long base, List<WritableStatic> watched, List<WritableStatic> ofRuntime) {
    this.file = file;
    this.base = base;
    this.watched = watched;
    this.ofRuntime = ofRuntime;
  }

  /// The files that are mapped into this process, each with the address that its contents count
  /// from.
  static Map<Path, Long> mapped() throws IOException {
    Map<Path, Long> bases = new LinkedHashMap<>();
    for (String line : ProcessMemory.maps()) {
      // start-end permissions offset device inode path
      String[] parts = line.split(" +", 6);
      if (parts.length == 6 && parts[5].startsWith("/") && Long.parseLong(parts[2], 16) == 0) {
        long start = Long.parseLong(parts[0].substring(0, parts[0].indexOf('-')), 16);
        bases.putIfAbsent(Path.of(originalOf(parts[5])), start);
      }
    }
    return bases;
  }

  /// The file that a mapping was copied from, if it is a shared image: that has its whole path.
  static String originalOf(String path) {
    return path.startsWith(IN_MEMORY + "/")
        ? path.substring(IN_MEMORY.length()).replace(DELETED, "")
        : path;
  }

  /// The names of the private images that are mapped, without those of the JVM and of Tenon.
  static List<String> images() throws IOException {
    return mapped().keySet().stream()
        .map(String::valueOf)
        .filter(name -> name.startsWith(IN_MEMORY))
        .map(name -> name.substring(IN_MEMORY.length()).replace(DELETED, ""))
        .filter(name -> name.contains(".so"))
        .distinct()
        .toList();
  }

  /// Returns the library that is mapped at `base`.
  static MappedLibrary of(Path file, long base) throws IOException {
    List<WritableStatic> watched = new ArrayList<>();
    StaticsScan scan = StaticsScan.of(file);
    for (WritableStatic each : scan.statics()) {
      if (each.kind() != WritableStatic.Kind.THREAD_LOCAL) {
        watched.add(each);
      }
    }
    return new MappedLibrary(file, base, watched, scan.ofRuntime());
  }

  Path file() {
    return file;
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  /// Whether it is still mapped where it was.
  boolean isAmong(Map<Path, Long> mapped) {
    return Long.valueOf(base).equals(mapped.get(file));
  }

  /// Where a variable is.
  long addressOf(WritableStatic variable) {
    return base + variable.address();
  }

  List<WritableStatic> watched() {
    return watched;
  }

  /// Copies the variables. Those beside each other are read together.
  void copyTo(Map<Place, byte[]> contents, ContentReader memory) {
    int at = 0;
    while (at < watched.size()) {
      long start = watched.get(at).address();
      int end = at;
      while (end < watched.size()
          && watched.get(end).address() >= start
          && watched.get(end).end() - start <= CHUNK) {
        end++;
      }
      copyRange(contents, memory, watched.subList(at, Math.max(end, at + 1)));
      at = Math.max(end, at + 1);
    }
  }

  /// Copies the variables that are not judged.
  void copyRuntimeTo(Map<Place, byte[]> contents, ContentReader memory) {
    for (WritableStatic each : ofRuntime) {
      copyRange(contents, memory, List.of(each));
    }
  }

  private void copyRange(
      Map<Place, byte[]> contents, ContentReader memory, List<WritableStatic> variables) {
    long start = variables.getFirst().address();
    long end = variables.stream().mapToLong(WritableStatic::end).max().orElse(start);
    byte[] bytes = memory.read(base + start, Math.toIntExact(end - start));
    for (WritableStatic each : variables) {
      int from = Math.toIntExact(each.address() - start);
      int size = Math.toIntExact(each.size());
      byte[] own =
          bytes == null
              ? memory.read(base + each.address(), size)
              : Arrays.copyOfRange(bytes, from, from + size);
      if (own != null) {
        contents.put(new Place(name(), each, false), own);
      }
    }
  }
}
