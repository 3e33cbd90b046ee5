// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static dev.tenon.nativeext.spi.NativeType.DOUBLE;
import static dev.tenon.nativeext.spi.NativeType.WORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeStruct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The backend on the Foreign Function & Memory API, which passes structs by value too.
final class FfmBackendTest extends BackendContract {

  static final NativeStruct PAIR =
      new NativeStruct(MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_DOUBLE));

  FfmBackendTest() {
    super("ffm");
  }

  @Test
  void link_structByValue_isTakenAndGiven() throws Throwable {
    MethodHandle turned =
        backend().link(address("turned"), NativeCall.of(List.of(PAIR, DOUBLE), PAIR));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(PAIR.layout());
      turned.invokeExact(result, pair(arena, 3, 8.0), 1.5);
      assertThat(result.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(8);
      assertThat(result.get(ValueLayout.JAVA_DOUBLE, 8)).isEqualTo(4.5);
    }
  }

  private static MemorySegment pair(Arena arena, long first, double second) {
    MemorySegment pair = arena.allocate(PAIR.layout());
    pair.set(ValueLayout.JAVA_LONG, 0, first);
    pair.set(ValueLayout.JAVA_DOUBLE, 8, second);
    return pair;
  }

  @Test
  void callback_structByValue_isGivenAndTaken() throws Throwable {
    MethodHandle same = MethodHandles.identity(MemorySegment.class);
    MethodHandle call =
        backend().link(address("call_pair"), List.of(WORD, WORD, DOUBLE), DOUBLE, false);
    try (NativeCallback callback = backend().callback(same, NativeCall.of(List.of(PAIR), PAIR))) {
      assertThat((double) call.invokeExact(callback.address(), 3L, 0.5)).isEqualTo(3.5);
    }
  }
}
