// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static dev.tenon.nativeext.spi.NativeType.DOUBLE;
import static dev.tenon.nativeext.spi.NativeType.WORD;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeStruct;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The backend on JNR-FFI, which refuses structs by value before anything is called.
final class JnrBackendTest extends BackendContract {

  private static final NativeStruct PAIR = FfmBackendTest.PAIR;

  JnrBackendTest() {
    super("jnr");
  }

  @Test
  void link_structAsArgument_isRefused() {
    assertRefused(
        () -> backend().link(address("turned"), NativeCall.of(List.of(PAIR, DOUBLE), WORD)));
  }

  @Test
  void link_structAsResult_isRefused() {
    assertRefused(
        () -> backend().link(address("turned"), NativeCall.of(List.of(WORD, DOUBLE), PAIR)));
  }

  @Test
  void callback_structByValue_isRefused() {
    assertRefused(() ->
        backend()
            .callback(
                MethodHandles.identity(MemorySegment.class), NativeCall.of(List.of(PAIR), PAIR)));
  }

  private static void assertRefused(ThrowingCallable linking) {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(linking)
        .withMessageContainingAll("'jnr'", "by value", "by pointer", "'ffm'");
  }
}
