// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.value.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionsTest {

  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  /// Sends a value through the argument filter of a type and back through its result filter.
  private static Object through(ValueType type, Object value) throws Throwable {
    MethodHandle there = Conversions.toCarrier(type, "f", 2);
    MethodHandle back = Conversions.toValue(type);
    return MethodHandles.filterReturnValue(there, back).invoke(value);
  }

  static Stream<Arguments> integerRanges() {
    return Stream.of(
        Arguments.of(ValueType.I8, -128L, 127L),
        Arguments.of(ValueType.I16, -32768L, 32767L),
        Arguments.of(ValueType.I32, -2147483648L, 2147483647L),
        Arguments.of(ValueType.U8, 0L, 255L),
        Arguments.of(ValueType.U16, 0L, 65535L),
        Arguments.of(ValueType.U32, 0L, 4294967295L));
  }

  @ParameterizedTest
  @MethodSource("integerRanges")
  void integer_insideItsRange_arrivesUnchanged(ValueType type, long least, long most)
      throws Throwable {
    for (Object value : List.of(least, most, 0L, 1L)) {
      assertThat(through(type, value)).isEqualTo(value);
    }
    assertThat(through(type, BigInteger.valueOf(most))).isEqualTo(most);
  }

  @ParameterizedTest
  @MethodSource("integerRanges")
  void integer_outsideItsRange_isAnOverflowError(ValueType type, long least, long most) {
    for (Object value : List.of(least - 1, most + 1, Long.MIN_VALUE, TWO_TO_64)) {
      assertThatThrownBy(() -> through(type, value))
          .isInstanceOf(OverflowError.class)
          .hasMessage(
              "f() argument 2 must be %s (%d to %d), not %s", type.label(), least, most, value);
    }
  }

  @Test
  void i64_takesAllLongsAndNoMore() throws Throwable {
    assertThat(through(ValueType.I64, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(through(ValueType.I64, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(through(ValueType.I64, BigInteger.valueOf(Long.MIN_VALUE)))
        .isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> through(ValueType.I64, BigInteger.ONE.shiftLeft(63)))
        .isInstanceOf(OverflowError.class)
        .hasMessage(
            "f() argument 2 must be i64 (-9223372036854775808 to 9223372036854775807),"
                + " not 9223372036854775808");
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {"U64", "SIZE"})
  void unsigned64_takesBigIntegersAndGivesThemBack(ValueType type) throws Throwable {
    BigInteger most = TWO_TO_64.subtract(BigInteger.ONE);

    assertThat(through(type, most)).isEqualTo(most);
    assertThat(through(type, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(through(type, 0)).isEqualTo(0L);
    for (Object value : List.of(-1L, BigInteger.ONE.negate(), TWO_TO_64)) {
      assertThatThrownBy(() -> through(type, value))
          .isInstanceOf(OverflowError.class)
          .hasMessage(
              "f() argument 2 must be %s (0 to 18446744073709551615), not %s", type.label(), value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {"I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64", "SIZE", "PTR"})
  void integers_takeEveryIntegralKindAndBool(ValueType type) throws Throwable {
    for (Object value : List.of((byte) 1, (short) 1, 1, 1L, BigInteger.ONE, true)) {
      assertThat(through(type, value)).isEqualTo(1L);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {"I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64", "SIZE", "PTR"})
  void integers_refuseEverythingElse(ValueType type) {
    assertThatThrownBy(() -> through(type, "1"))
        .isInstanceOf(TypeError.class)
        .hasMessage("f() argument 2 must be %s, not str", type.label());
    assertThatThrownBy(() -> through(type, 1.0)).hasMessageEndingWith("not float");
    assertThatThrownBy(() -> through(type, null)).hasMessageEndingWith("not NoneType");
  }

  @Test
  void f64_takesNumbersAsCpythonDoes() throws Throwable {
    assertThat(through(ValueType.F64, 1.5)).isEqualTo(1.5);
    assertThat(through(ValueType.F64, 1.5f)).isEqualTo(1.5);
    assertThat(through(ValueType.F64, 3L)).isEqualTo(3.0);
    assertThat(through(ValueType.F64, BigInteger.ONE.shiftLeft(70))).isEqualTo(0x1p70);
    assertThat(through(ValueType.F64, true)).isEqualTo(1.0);
    assertThat(through(ValueType.F64, Double.NaN)).isEqualTo(Double.NaN);
    assertThat(through(ValueType.F64, Double.NEGATIVE_INFINITY))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void f64_integerTooLarge_isAnOverflowError() {
    assertThatThrownBy(() -> through(ValueType.F64, BigInteger.ONE.shiftLeft(1024)))
        .isInstanceOf(OverflowError.class)
        .hasMessageStartingWith("f() argument 2 must be f64 (");
  }

  @Test
  void f32_numberTooLarge_isAnOverflowErrorAndInfinityIsNot() throws Throwable {
    assertThat(through(ValueType.F32, (double) Float.MAX_VALUE))
        .isEqualTo((double) Float.MAX_VALUE);
    assertThat(through(ValueType.F32, Double.POSITIVE_INFINITY))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> through(ValueType.F32, 1e39))
        .isInstanceOf(OverflowError.class)
        .hasMessageEndingWith("not 1.0E39");
  }

  @Test
  void floats_refuseText() {
    assertThatThrownBy(() -> through(ValueType.F64, "1"))
        .isInstanceOf(TypeError.class)
        .hasMessage("f() argument 2 must be f64, not str");
  }

  @Test
  void bool_takesBooleansOnly() throws Throwable {
    assertThat(through(ValueType.BOOL, true)).isEqualTo(true);
    assertThatThrownBy(() -> through(ValueType.BOOL, 1L))
        .isInstanceOf(TypeError.class)
        .hasMessage("f() argument 2 must be bool, not int");
  }

  @Test
  void str_takesTextWithoutNul() throws Throwable {
    assertThat(through(ValueType.STR, "täxt 😀")).isEqualTo("täxt 😀");
    assertThatThrownBy(() -> through(ValueType.STR, "ab\0c"))
        .isInstanceOf(ValueError.class)
        .hasMessage(
            "f() argument 2 must be str without U+0000, found one at index 2; pass it as bytes");
    assertThatThrownBy(() -> through(ValueType.STR, new byte[0]))
        .isInstanceOf(TypeError.class)
        .hasMessage("f() argument 2 must be str, not bytes");
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {"BYTES", "BUFFER"})
  void bytes_takeTheArrayItself(ValueType type) throws Throwable {
    byte[] bytes = {1, 2};

    assertThat(through(type, bytes)).isSameAs(bytes);
    assertThatThrownBy(() -> through(type, "text"))
        .isInstanceOf(TypeError.class)
        .hasMessage("f() argument 2 must be %s, not str", type.label());
  }

  @ParameterizedTest
  @MethodSource("memory")
  void memory_ofTheItems_isTaken(ValueType type, Object value) throws Throwable {
    assertThat(through(type, value)).isSameAs(value);
    for (ValueType other : ValueType.values()) {
      if (other.item() != null && other != type && !(value instanceof MemorySegment)) {
        assertThatThrownBy(() -> through(other, value))
            .isInstanceOf(TypeError.class)
            .hasMessageStartingWith("f() argument 2 must be %s, not ", other.label());
      }
    }
  }

  static Stream<Arguments> memory() {
    MemorySegment segment = MemorySegment.ofArray(new byte[16]);
    return Stream.of(
        Arguments.of(ValueType.I32_ARRAY, new int[1]),
        Arguments.of(ValueType.I32_ARRAY, IntBuffer.allocate(1)),
        Arguments.of(ValueType.I32_ARRAY, segment),
        Arguments.of(ValueType.I64_ARRAY, new long[0]),
        Arguments.of(ValueType.I64_ARRAY, LongBuffer.allocate(1)),
        Arguments.of(ValueType.I64_ARRAY, segment),
        Arguments.of(ValueType.F32_ARRAY, new float[1]),
        Arguments.of(ValueType.F32_ARRAY, FloatBuffer.allocate(1)),
        Arguments.of(ValueType.F32_ARRAY, segment),
        Arguments.of(ValueType.F64_ARRAY, new double[1]),
        Arguments.of(ValueType.F64_ARRAY, DoubleBuffer.allocate(1)),
        Arguments.of(ValueType.F64_ARRAY, segment));
  }

  @Test
  void memory_thatHoldsNoWholeItems_isRefused() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(25);
    MemorySegment direct = MemorySegment.ofBuffer(bytes);

    assertThatThrownBy(() -> through(ValueType.F64_ARRAY, MemorySegment.ofArray(new byte[9])))
        .isInstanceOf(ValueError.class)
        .hasMessage("f() argument 2 must be f64[]: it needs whole items of 8 bytes, not 9 bytes");
    assertThatThrownBy(() -> through(ValueType.I32_ARRAY, direct.asSlice(1, 8)))
        .isInstanceOf(ValueError.class)
        .hasMessage("f() argument 2 must be i32[]: it needs memory that is aligned to 4 bytes");
    assertThatThrownBy(() -> through(ValueType.F64_ARRAY, bytes.position(1).asDoubleBuffer()))
        .isInstanceOf(ValueError.class)
        .hasMessageContaining("aligned to 8 bytes");
    assertThatThrownBy(() -> through(ValueType.F64_ARRAY, ByteBuffer.allocate(8)))
        .isInstanceOf(TypeError.class);
    assertThatThrownBy(
            () -> through(ValueType.F64_ARRAY, DoubleBuffer.allocate(1).asReadOnlyBuffer()))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void void_isNone() throws Throwable {
    assertThat(Conversions.toValue(ValueType.VOID).invoke()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {"SELF", "STATE", "CONTEXT", "VOID"})
  void toCarrier_typesNobodyPasses_areRefused(ValueType type) {
    assertThatIllegalArgumentException().isThrownBy(() -> Conversions.toCarrier(type, "f", 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SELF", "STATE", "CONTEXT", "VOID"})
  void filters_haveTheTypesOfTheCarrier(ValueType type) {
    assertThat(Conversions.toCarrier(type, "f", 1).type())
        .isEqualTo(MethodType.methodType(type.carrier(), Object.class));
    assertThat(Conversions.toValue(type).type())
        .isEqualTo(MethodType.methodType(Object.class, type.carrier()));
  }
}
