// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Memory that a function of C and a test have in common while the function runs.
final class Shared {

  private static final Duration MOST = Duration.ofSeconds(30);

  private final MemorySegment memory = Arena.global().allocate(3 * Long.BYTES, Long.BYTES);

  Shared() {
    this(false);
  }

  /// @param mayLeave whether the function need not wait
  Shared(boolean mayLeave) {
    if (mayLeave) {
      letLeave();
    }
  }

  long address() {
    return memory.address();
  }

  MemorySegment memory() {
    return memory;
  }

  private long read(long index) {
    return (long) ValueLayout.JAVA_LONG.varHandle().getVolatile(memory, index * Long.BYTES);
  }

  /// Waits until the function has begun.
  void awaitEntered() {
    Awaitility.await().atMost(MOST).until(() -> read(0) != 0);
  }

  /// Lets the function return.
  void letLeave() {
    ValueLayout.JAVA_LONG.varHandle().setVolatile(memory, Long.BYTES, 1L);
  }

  long destroyed() {
    return read(2);
  }

  void awaitDestroyed(long times) {
    Awaitility.await().atMost(MOST).until(() -> destroyed() == times);
  }
}
