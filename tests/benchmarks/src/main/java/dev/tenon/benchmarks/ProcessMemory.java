// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks the system how much memory this process has.
public final class ProcessMemory {

  private ProcessMemory() {}

  /// The resident memory in KiB; 0 where the system does not tell.
  public static long residentKib() {
    Path status = Path.of("/proc/self/status");
    try {
      return Files.notExists(status)
          ? 0
          : Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of objects that are reachable.
  public static long reachableBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
