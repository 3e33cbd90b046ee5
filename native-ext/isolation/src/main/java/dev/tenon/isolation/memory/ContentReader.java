// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Reads memory of this process with the bytes of locks as zeros: a lock keeps traces of its last
/// use, which are the C library's and say nothing of the module.
final class ContentReader {

  private static final long LARGEST_LOCK = 64;

  private final ProcessMemory memory;
  private final NavigableMap<Long, Long> locks;

  ContentReader(ProcessMemory memory, NavigableMap<Long, Long> locks) {
    this.memory = memory;
    this.locks = locks;
  }

  /// Copies some bytes; null if they are not all there.
  byte @Nullable [] read(long address, int size) {
    byte[] bytes = memory.read(address, size);
    if (bytes == null) {
      return null;
    }
    for (Map.Entry<Long, Long> lock :
        locks.subMap(address - LARGEST_LOCK, true, address + size, false).entrySet()) {
      long from = Math.max(0, lock.getKey() - address);
      long to = Math.min(size, lock.getKey() + lock.getValue() - address);
      for (long at = from; at < to; at++) {
        bytes[(int) at] = 0;
      }
    }
    return bytes;
  }
}
