// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.OsError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions, constants and variables of a plain C library.
public final class CLibraryFunctionTest {

  /// Takes bytes.
  public interface Checksum {
    /// Sums bytes up.
    long sum(byte[] bytes, long size);
  }

  /// Takes native memory.
  public interface SegmentChecksum {
    /// Sums bytes up.
    long sum(MemorySegment bytes, long size);
  }

  @TempDir private Path folder;
  private CLibraryWorld world;
  private ModuleObject plain;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
    plain = world.plain();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "plain_i8,-128,127",
    "plain_u8,0,255",
    "plain_i16,-32768,32767",
    "plain_u16,0,65535",
    "plain_i32,-2147483648,2147483647",
    "plain_u32,0,4294967295",
    "plain_long,-9223372036854775808,9223372036854775807",
    "plain_ulong,0,18446744073709551615",
    "plain_size,0,18446744073709551615"
  })
  void integer_ofEachType_keepsItsRange(String function, BigInteger least, BigInteger most) {
    for (BigInteger each : new BigInteger[] {least, most}) {
      Object expected = each.bitLength() < 64 ? (Object) each.longValue() : each;
      assertThat(plain.call(function, each)).isEqualTo(expected);
    }
    for (BigInteger each :
        new BigInteger[] {least.subtract(BigInteger.ONE), most.add(BigInteger.ONE)}) {
      assertThatThrownBy(() -> plain.call(function, each))
          .isInstanceOf(OverflowError.class)
          .hasMessageContaining(function + "() argument 1 (value)")
          .hasMessageContaining("%s to %s".formatted(least, most));
    }
  }

  @Test
  void otherNumbers_call_passThrough() {
    assertThat(plain.call("plain_float", 1.5)).isEqualTo(1.5);
    assertThat(plain.call("plain_double", 0.1)).isEqualTo(0.1);
    assertThat(plain.call("plain_double", 3)).isEqualTo(3.0);
    assertThat(plain.call("plain_not", true)).isEqualTo(false);
    assertThat(plain.call("plain_sum9", 1, 2, 3, 4.0, 5.0, 6, 7, 8, 9)).isEqualTo(45L);
  }

  @Test
  void function_bound_isCalledWithItsTypes() throws Throwable {
    assertThat(plain.bind("plain_i32", IntUnaryOperator.class).applyAsInt(-7)).isEqualTo(-7);
    assertThat(plain.bind("plain_long", LongUnaryOperator.class).applyAsLong(7)).isEqualTo(7);
    assertThat(plain.bind("plain_double", DoubleUnaryOperator.class).applyAsDouble(0.5))
        .isEqualTo(0.5);
    assertThat(plain.handle("plain_u8").type())
        .isEqualTo(MethodType.methodType(short.class, short.class));
    assertThat((short) plain.handle("plain_u8").invokeExact((short) 200)).isEqualTo((short) 200);
  }

  @Test
  void function_boundWithAWiderType_checksTheRange() {
    LongUnaryOperator bound = plain.bind("plain_u8", LongUnaryOperator.class);

    assertThat(bound.applyAsLong(255)).isEqualTo(255);
    assertThatThrownBy(() -> bound.applyAsLong(256)).isInstanceOf(OverflowError.class);
    assertThatThrownBy(() -> bound.applyAsLong(-1)).isInstanceOf(OverflowError.class);
  }

  @Test
  void function_boundWithATypeThatDoesNotFit_isATypeError() {
    assertThatThrownBy(() -> plain.bind("plain_double", LongUnaryOperator.class))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("double plain_double(double value);");
  }

  @Test
  void wrongArguments_call_areTypeErrorsWithThePlace() {
    assertThatThrownBy(() -> plain.call("plain_i32", "7"))
        .isInstanceOf(TypeError.class)
        .hasMessage("plain_i32() argument 1 (value) must be 'int', not str");
    assertThatThrownBy(() -> plain.call("plain_i32"))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("takes 1 arguments (0 given)")
        .hasMessageContaining("int plain_i32(int value);");
    assertThatThrownBy(() -> plain.call("plain_checksum", 12, 3))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("must be 'const void *', not int");
    assertThatThrownBy(() -> plain.call("plain_checksum", null, 0))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("not None");
    assertThatThrownBy(() -> plain.call("plain_copy", "a\0b"))
        .isInstanceOf(ValueError.class)
        .hasMessageContaining("U+0000, found one at index 1");
  }

  @Test
  void memory_ofEachKind_isPassed() {
    byte[] bytes = {1, 2, 3};
    assertThat(plain.call("plain_checksum", bytes, 3)).isEqualTo(6L);
    assertThat(plain.call("plain_checksum", "AB", 2)).isEqualTo(131L);
    assertThat(plain.call("plain_checksum", ByteBuffer.wrap(bytes, 1, 2), 2)).isEqualTo(5L);
    assertThat(plain.bind("plain_checksum", Checksum.class).sum(bytes, 2)).isEqualTo(3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom("AB");
      assertThat(plain.call("plain_checksum", segment, 2)).isEqualTo(131L);
      assertThat(plain.bind("plain_checksum", SegmentChecksum.class).sum(segment, 1)).isEqualTo(65);
    }
  }

  @Test
  void memory_thatCWrites_isCopiedBack() {
    double[] values = {1, 2};
    byte[] large = new byte[100_000];
    ByteBuffer direct = ByteBuffer.allocateDirect(4);

    plain.call("plain_scale", values, 2, 10.0);
    plain.call("plain_fill", large, 100_000, 7);
    plain.call("plain_fill", direct, 4, 9);

    assertThat(values).containsExactly(10, 20);
    assertThat(large).containsOnly(7);
    assertThat(direct.get(3)).isEqualTo((byte) 9);
  }

  @Test
  void memory_thatCannotBeWritten_isRefusedForAWritingFunction() {
    for (Object each :
        new Object[] {"text", ByteBuffer.allocate(4).asReadOnlyBuffer(), new int[4]}) {
      assertThatThrownBy(() -> plain.call("plain_fill", each, 4, 1)).isInstanceOf(TypeError.class);
    }
  }

  @Test
  void text_ofAnyLength_crosses() {
    String large = "grüße ".repeat(5000);

    assertThat(plain.call("plain_copy", "short")).isEqualTo("short");
    assertThat(plain.call("plain_copy", large)).isEqualTo(large);
    assertThat(plain.call("plain_handles")).isEqualTo(0L);
  }

  @Test
  void resultNull_ofAFunctionThatDeclaresNone_isAValueError() {
    assertThat(plain.call("plain_maybe", 1)).isEqualTo("there");
    assertThatThrownBy(() -> plain.call("plain_maybe", 0))
        .isInstanceOf(ValueError.class)
        .hasMessageContaining("plain_maybe() returned NULL")
        .hasMessageContaining("#pragma tenon nullable(plain_maybe)");
  }

  @Test
  void variadicFunction_anyArguments_passesThem() {
    byte[] out = new byte[64];

    long length =
        (long) plain.call("plain_format", out, 64, "%d %s %.2f %ld", 42, "hi", 2.5, 1L << 40);

    assertThat(new String(out, 0, (int) length, StandardCharsets.UTF_8))
        .isEqualTo("42 hi 2.50 1099511627776");
    assertThatThrownBy(() -> plain.call("plain_format", out, 64)).isInstanceOf(TypeError.class);
  }

  @Test
  void failure_withErrno_isAnOsErrorWithItsText() {
    assertThat(plain.call("plain_fail", 0)).isEqualTo(0L);
    assertThatThrownBy(() -> plain.call("plain_fail", 2))
        .isInstanceOf(OsError.class)
        .hasMessage("plain_fail() failed: [Errno 2] No such file or directory");
  }

  @Test
  void constants_ofEachKind_haveTheirValues() {
    assertThat(plain.get("PLAIN_MASK")).isEqualTo(19L);
    assertThat(plain.get("PLAIN_ALL")).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(plain.get("PLAIN_NAME")).isEqualTo("plain library");
    assertThat(plain.get("PLAIN_RATIO")).isEqualTo(0.125);
    assertThat(plain.get("PLAIN_LETTER")).isEqualTo(10L);
    assertThat(plain.get("PLAIN_POINT_SIZE")).isEqualTo(8L);
    assertThat(plain.get("PLAIN_BLUE")).isEqualTo(5L);
    assertThat(plain.dir()).doesNotContain("PLAIN_CALL", "PLAIN_EXPORT");
  }

  @Test
  void variables_areLive() {
    plain.set("plain_level", 9);

    assertThat(plain.call("plain_read_level")).isEqualTo(9L);
    assertThat(plain.get("plain_level")).isEqualTo(9L);
    assertThat(plain.get("plain_motto")).isEqualTo("plain");
    assertThatThrownBy(() -> plain.set("plain_limit", 1)).hasMessageContaining("no setter");
    assertThatThrownBy(() -> plain.set("plain_level", 1L << 40)).isInstanceOf(OverflowError.class);
  }

  @Test
  void initAndCleanup_runWithTheModule() {
    assertThat(plain.call("plain_is_started")).isEqualTo(1L);
    try (Interpreter other = Interpreter.builder().path(folder).build()) {
      assertThat(other.importModule("plain").call("plain_is_started")).isEqualTo(2L);
    }
    assertThat(plain.call("plain_is_started")).isEqualTo(1L);
  }

  @Test
  void function_afterItsInterpreterIsClosed_raises() {
    LongUnaryOperator bound = plain.bind("plain_long", LongUnaryOperator.class);

    world.interpreter().close();

    assertThatThrownBy(() -> bound.applyAsLong(1)).isInstanceOf(InterpreterError.class);
    assertThatThrownBy(() -> plain.call("plain_long", 1)).isInstanceOf(InterpreterError.class);
  }
}
