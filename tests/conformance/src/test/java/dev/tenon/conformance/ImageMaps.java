// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the kernel knows about the private images of this process.
final class ImageMaps {

  private ImageMaps() {}

  /// The names of the mapped images, one for each of their segments.
  static List<String> names() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains("/memfd:") && line.contains(".so"))
          .map(line ->
              line.substring(line.indexOf("/memfd:") + "/memfd:".length())
                  .replace(" (deleted)", ""))
          .filter(name -> !name.startsWith("/")) // shared ones have the whole path
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many files are open.
  static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  /// How much memory the process occupies, after a collection.
  static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }
}
