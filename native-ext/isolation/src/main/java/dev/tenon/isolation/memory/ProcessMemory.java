// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The memory of this process, read through `/proc/self/mem`, which answers a wrong address with an
/// error and not with a crash.
final class ProcessMemory implements Closeable {

  private final RandomAccessFile file = new RandomAccessFile("/proc/self/mem", "r");

  ProcessMemory() throws IOException {}

  /// The lines of the table of mappings.
  static List<String> maps() throws IOException {
    return BoundedFile.readText(Path.of("/proc/self/maps"), Limit.SYSTEM_TABLE).lines().toList();
  }

  /// Copies some bytes; null if they are not all there.
  byte @Nullable [] read(long address, int size) {
    byte[] bytes = new byte[size];
    try {
      file.seek(address);
      file.readFully(bytes);
      return bytes;
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
