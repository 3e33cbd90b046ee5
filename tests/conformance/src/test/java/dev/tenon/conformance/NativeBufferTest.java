// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// C works on the memory of arrays, buffers and segments.
class NativeBufferTest {

  private final NativeWorld world = new NativeWorld();
  private ModuleObject module = new ModuleObject("not loaded");

  @BeforeEach
  void load() {
    module = world.load("buffers");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void array_writtenInC_isSeenAfterRelease() {
    double[] numbers = {1, 2, 3};
    List<Double> seen = new ArrayList<>();
    TenonCallable look =
        _ -> {
          seen.add(numbers[2]);
          return null;
        };

    assertThat(module.call("twice", numbers, look)).isEqualTo(24L);

    assertThat(seen).containsExactly(6.0);
    assertThat(numbers).containsExactly(2, 4, 6);
  }

  @Test
  void buffer_notReleased_isReleasedByTheEndOfTheCall() {
    double[] numbers = {1.5};
    module.call("twice", numbers);
    assertThat(numbers).containsExactly(3.0);
  }

  @Test
  void memoryOutsideOfTheHeap_isUsedAsItIs() {
    ByteBuffer direct = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    direct.put(0, (byte) 21);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 4, (byte) 5);

      module.call("twice", direct);
      module.call("twice", segment);

      assertThat(direct.get(0)).isEqualTo((byte) 42);
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsExactly(8, 10);
    }
  }

  @Test
  void heapByteBuffer_isCopiedBack() {
    byte[] bytes = {1, 2, 3, 4};
    module.call("twice", ByteBuffer.wrap(bytes, 1, 2));
    assertThat(bytes).containsExactly(1, 4, 6, 4);
  }

  @Test
  void description_tellsLengthItemsAndAccess() {
    assertThat(module.call("describe", new double[2])).isEqualTo("16 8 d 1");
    assertThat(module.call("describe", new int[2])).isEqualTo("8 4 i 1");
    assertThat(module.call("describe", ByteBuffer.allocateDirect(3))).isEqualTo("3 1 B 0");
    assertThat(module.call("describe", ByteBuffer.allocateDirect(3).asReadOnlyBuffer()))
        .isEqualTo("3 1 B 1");
    assertThat(module.call("describe", new byte[5])).isEqualTo("5 1 B 1");
    assertThat(module.call("describe", new long[0])).isEqualTo("0 8 q 1");
  }

  @Test
  void typedMemory_isPointerAndNumberOfItems() {
    double[] numbers = {1, 2, 4};
    float[] floats = {1, -2};
    int[] small = new int[3];
    ByteBuffer large = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    DoublesFunction sum = module.bind("sum", DoublesFunction.class);

    assertThat(module.call("sum", numbers)).isEqualTo(7.0);
    assertThat(module.call("sum", DoubleBuffer.wrap(numbers, 1, 2))).isEqualTo(6.0);
    assertThat(module.call("sum", MemorySegment.ofArray(numbers))).isEqualTo(7.0);
    assertThat(sum.of(numbers)).isEqualTo(7.0);
    module.call("negate", floats);
    assertThat(module.call("number_them", small, large.asLongBuffer())).isEqualTo(5L);

    assertThat(floats).containsExactly(-1, 2);
    assertThat(small).containsExactly(0, 1, 2);
    assertThat(large.getLong(8)).isEqualTo(1);
  }

  /// What `sum` is bound to.
  public interface DoublesFunction {
    double of(double[] numbers);
  }

  @Test
  void typedMemoryOfOtherItems_isRefused() {
    ByteBuffer odd = ByteBuffer.allocateDirect(17).order(ByteOrder.nativeOrder()).position(1);

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("sum", new float[2]))
        .withMessageStartingWith("sum() argument 1 must be f64[], not ");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> module.call("sum", MemorySegment.ofArray(new byte[7])))
        .withMessage(
            "sum() argument 1 must be f64[]: it needs whole items of 8 bytes, not 7 bytes");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> module.call("sum", odd.asDoubleBuffer()))
        .withMessageContaining("aligned to 8 bytes");
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(
            () -> module.call("sum", ByteBuffer.allocate(8).order(foreign()).asDoubleBuffer()));
  }

  private static ByteOrder foreign() {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? ByteOrder.LITTLE_ENDIAN
        : ByteOrder.BIG_ENDIAN;
  }

  @Test
  void numbersInForeignByteOrder_areRefused() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(16).order(foreign());

    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> module.call("twice", bytes.asDoubleBuffer()))
        .withMessageContaining("in the order " + foreign());
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> module.call("first", bytes.asDoubleBuffer()));
    assertThat(module.call("twice", bytes)).isEqualTo(16L);
    assertThat(module.call("twice", bytes.order(ByteOrder.nativeOrder()).asDoubleBuffer()))
        .isEqualTo(16L);
  }

  @Test
  void memoryThatCannotBeUsed_isRefused() {
    Arena arena = Arena.ofConfined();
    MemorySegment closed = arena.allocate(8);
    arena.close();

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("twice", "text"))
        .withMessage("a bytes-like object is required, not 'str'");
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> module.call("twice", ByteBuffer.allocate(1).asReadOnlyBuffer()))
        .withMessageContaining("read-only");
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> module.call("twice", new byte[1]))
        .withMessageContaining("pass a ByteBuffer or a MemorySegment");
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> module.call("twice", closed))
        .withMessageContaining("closed");
  }
}
