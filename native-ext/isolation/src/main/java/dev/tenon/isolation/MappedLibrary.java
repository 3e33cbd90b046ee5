package dev.tenon.isolation;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A library in the memory of this process, whose writable variables can be copied and compared.
/// The memory is read through `/proc/self/mem`, which answers a wrong address with an error and not
/// with a crash.
final class MappedLibrary {

  private static final String IN_MEMORY = "/memfd:";

  private final Path file;
  private final long base;
  private final List<WritableStatic> watched;

  private MappedLibrary(Path file, long base, List<WritableStatic> watched) {
    this.file = file;
    this.base = base;
    this.watched = watched;
  }

  /// A copy of the variables at one moment.
  record Snapshot(Map<WritableStatic, byte[]> contents) {

    /// The variables whose bytes differ in a later copy.
    List<WritableStatic> changedIn(Snapshot later) {
      return contents.keySet().stream()
          .filter(each -> !Arrays.equals(contents.get(each), later.contents().get(each)))
          .toList();
    }
  }

  /// The files that are mapped into this process, each with the address that its contents count
  /// from.
  static Map<Path, Long> mapped() throws IOException {
    Map<Path, Long> bases = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      // start-end permissions offset device inode path
      String[] parts = line.split(" +", 6);
      if (parts.length == 6 && parts[5].startsWith("/") && Long.parseLong(parts[2], 16) == 0) {
        long start = Long.parseLong(parts[0].substring(0, parts[0].indexOf('-')), 16);
        bases.putIfAbsent(Path.of(parts[5]), start);
      }
    }
    return bases;
  }

  /// The names of the private images that are mapped, without those of the JVM and of Tenon.
  static List<String> images() throws IOException {
    return mapped().keySet().stream()
        .map(String::valueOf)
        .filter(name -> name.startsWith(IN_MEMORY))
        .map(name -> name.substring(IN_MEMORY.length()).replace(" (deleted)", ""))
        .filter(name -> name.contains(".so"))
        .distinct()
        .toList();
  }

  /// A library that is mapped at `base`.
  static MappedLibrary of(Path file, long base) throws IOException {
    List<WritableStatic> watched = new ArrayList<>();
    for (WritableStatic each : StaticsScan.of(file).statics()) {
      if (each.kind() != WritableStatic.Kind.THREAD_LOCAL) {
        watched.add(each);
      }
    }
    return new MappedLibrary(file, base, watched);
  }

  Path file() {
    return file;
  }

  /// Whether it is still mapped where it was.
  boolean isAmong(Map<Path, Long> mapped) {
    return Long.valueOf(base).equals(mapped.get(file));
  }

  /// Copies the variables.
  Snapshot snapshot() throws IOException {
    Map<WritableStatic, byte[]> contents = new LinkedHashMap<>();
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
      for (WritableStatic each : watched) {
        byte[] bytes = new byte[Math.toIntExact(each.size())];
        memory.seek(base + each.address());
        memory.readFully(bytes);
        contents.put(each, bytes);
      }
    }
    return new Snapshot(contents);
  }
}
