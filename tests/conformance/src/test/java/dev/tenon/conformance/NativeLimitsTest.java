// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each parameter and result type of typed functions at its limits: the least and greatest value,
/// what lies beyond them, other kinds and null, through each way to call a function.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeLimitsTest {

  private static final BigInteger MOST_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger BEYOND_I64 = BigInteger.ONE.shiftLeft(63);

  private final NativeWorld world = new NativeWorld();
  private final ModuleObject limits = world.load("limits");

  @AfterAll
  void close() {
    world.close();
  }

  /// How the C function is declared.
  enum Form {
    PLAIN,
    LEAF,
    CONTEXT;

    String of(String type) {
      return type.replace("[]", "_items") + "_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it is called.
  enum Way {
    CALL {
      @Override
      Object call(ModuleObject limits, String function, Object argument) {
        return limits.call(function, new Object[] {argument});
      }
    },
    BIND {
      @Override
      @SuppressWarnings("unchecked")
      Object call(ModuleObject limits, String function, Object argument) {
        return ((Function<Object, Object>) limits.bind(function, Function.class)).apply(argument);
      }
    },
    HANDLE {
      @Override
      Object call(ModuleObject limits, String function, Object argument) throws Throwable {
        MethodHandle handle = limits.handle(function);
        Object result =
            handle.invokeWithArguments(carried(handle.type().parameterType(0), argument));
        return asValue(function, result);
      }
    };

    abstract Object call(ModuleObject limits, String function, Object argument) throws Throwable;

    /// The value in the Java type that a handle takes; itself if it does not fit into it.
    static Object carried(Class<?> carrier, Object argument) {
      if (!(argument instanceof Number number)) {
        return argument;
      }
      return switch (MethodType.methodType(carrier).wrap().returnType().getSimpleName()) {
        case "Byte" -> number.byteValue();
        case "Short" -> number.shortValue();
        case "Integer" -> number.intValue();
        case "Long" -> number.longValue();
        case "Float" -> number.floatValue();
        default -> number.doubleValue();
      };
    }

    /// What [#CALL] gives for a carrier.
    static Object asValue(String function, Object result) {
      return switch (result) {
        case Long bits when function.startsWith("u64") || function.startsWith("size") ->
            bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
        case Byte number -> number.longValue();
        case Short number -> number.longValue();
        case Integer number -> number.longValue();
        case Float number -> number.doubleValue();
        case null, default -> result;
      };
    }
  }

  private static Stream<Arguments> inEveryForm(List<Object[]> rows) {
    List<Arguments> all = new ArrayList<>();
    for (Object[] row : rows) {
      for (Form form : Form.values()) {
        for (Way way : Way.values()) {
          List<Object> arguments = new ArrayList<>(List.of(form, way));
          arguments.addAll(Arrays.asList(row));
          all.add(Arguments.of(arguments.toArray()));
        }
      }
    }
    return all.stream();
  }

  private static Object[] row(Object... cells) {
    return cells;
  }

  static Stream<Arguments> values() {
    List<Object[]> rows = new ArrayList<>();
    rows.add(row("bool", true));
    rows.add(row("bool", false));
    for (Object[] range : ranges()) {
      for (int index = 1; index < 3; index++) {
        rows.add(row(range[0], range[index]));
      }
      rows.add(row(range[0], 0L));
    }
    for (double number :
        new double[] {0.0, -0.0, Float.MAX_VALUE, Float.MIN_VALUE, Double.POSITIVE_INFINITY}) {
      rows.add(row("f32", number));
      rows.add(row("f64", number));
    }
    rows.add(row("f32", Double.NaN));
    rows.add(row("f64", Double.NaN));
    rows.add(row("f64", Double.MAX_VALUE));
    rows.add(row("f64", -Double.MIN_VALUE));
    rows.add(row("str", ""));
    rows.add(row("str", "größer 日本語 𝄞"));
    rows.add(row("bytes", new byte[0]));
    rows.add(row("bytes", new byte[] {0, 1, -1, 0}));
    return inEveryForm(rows);
  }

  /// The integer types with the least and greatest value, and those just beyond.
  private static List<Object[]> ranges() {
    return List.of(
        row("i8", -128L, 127L, -129L, 128L),
        row("i16", -32768L, 32767L, -32769L, 32768L),
        row("i32", -2147483648L, 2147483647L, -2147483649L, 2147483648L),
        row(
            "i64",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            BEYOND_I64.negate().subtract(BigInteger.ONE),
            BEYOND_I64),
        row("u8", 0L, 255L, -1L, 256L),
        row("u16", 0L, 65535L, -1L, 65536L),
        row("u32", 0L, 4294967295L, -1L, 4294967296L),
        row("u64", 0L, MOST_U64, -1L, MOST_U64.add(BigInteger.ONE)),
        row("size", 0L, MOST_U64, -1L, MOST_U64.add(BigInteger.ONE)),
        row("ptr", Long.MIN_VALUE, Long.MAX_VALUE, null, BEYOND_I64));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_withinItsType_comesBack(Form form, Way way, String type, Object value)
      throws Throwable {
    assertThat(way.call(limits, form.of(type), value)).isEqualTo(value);
  }

  static Stream<Arguments> valuesBeyond() {
    List<Object[]> rows = new ArrayList<>();
    for (Object[] range : ranges()) {
      for (int index = 3; index < 5; index++) {
        if (range[index] != null) {
          rows.add(row(range[0], range[index]));
        }
      }
    }
    rows.add(row("f32", Double.MAX_VALUE));
    rows.add(row("f64", BigInteger.TEN.pow(400)));
    return inEveryForm(rows)
        .filter(arguments ->
            arguments.get()[1] != Way.HANDLE
                || List.of("u8", "u16", "u32").contains(arguments.get()[2]));
  }

  @ParameterizedTest
  @MethodSource("valuesBeyond")
  void number_beyondItsType_isRefused(Form form, Way way, String type, Object value) {
    String function = form.of(type);
    assertThatExceptionOfType(OverflowError.class)
        .isThrownBy(() -> way.call(limits, function, value))
        .withMessageStartingWith("%s() argument 1 must be %s (".formatted(function, type))
        .withMessageEndingWith("), not " + value);
  }

  static Stream<Arguments> otherKinds() {
    List<Object[]> rows = new ArrayList<>();
    for (String type : List.of("bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64")) {
      rows.add(row(type, "1", "str"));
      rows.add(row(type, null, "NoneType"));
      rows.add(row(type, 1.0, "float"));
    }
    for (String type : List.of("size", "ptr")) {
      rows.add(row(type, 1.0, "float"));
      rows.add(row(type, List.of(), "list"));
    }
    rows.add(row("bool", 1L, "int"));
    for (String type : List.of("f32", "f64")) {
      rows.add(row(type, "1", "str"));
      rows.add(row(type, null, "NoneType"));
    }
    rows.add(row("str", 1L, "int"));
    rows.add(row("str", null, "NoneType"));
    rows.add(row("str", new byte[0], "bytes"));
    rows.add(row("bytes", "text", "str"));
    rows.add(row("bytes", null, "NoneType"));
    rows.add(row("bytes", new int[0], "int[]"));
    rows.add(row("buffer", "text", "str"));
    rows.add(row("buffer", null, "NoneType"));
    rows.add(row("buffer", new boolean[1], "boolean[]"));
    rows.add(row("buffer", List.of(), "list"));
    for (String type : List.of("i32[]", "i64[]", "f32[]", "f64[]")) {
      rows.add(row(type, null, "NoneType"));
      rows.add(row(type, List.of(), "list"));
      rows.add(row(type, 1L, "int"));
    }
    rows.add(row("i32[]", new float[1], "float[]"));
    rows.add(row("i32[]", new long[1], "long[]"));
    rows.add(row("i64[]", new int[1], "int[]"));
    rows.add(row("i64[]", new double[1], "double[]"));
    rows.add(row("f32[]", new int[1], "int[]"));
    rows.add(row("f64[]", new float[1], "float[]"));
    // A handle has Java types: what does not fit them is refused before it is called.
    return inEveryForm(rows).filter(arguments -> arguments.get()[1] != Way.HANDLE);
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void value_ofAnotherKind_isRefused(Form form, Way way, String type, Object value, String found) {
    String function = form.of(type);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> way.call(limits, function, value))
        .withMessage("%s() argument 1 must be %s, not %s".formatted(function, type, found));
  }

  static Stream<Arguments> texts() {
    return inEveryForm(List.of(row("str", "a\0b"), row("str", "\0")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_withNul_isRefused(Form form, Way way, String type, String value) {
    String function = form.of(type);
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> way.call(limits, function, value))
        .withMessage(
            "%s() argument 1 must be str without U+0000, found one at index %d; pass it as bytes"
                .formatted(function, value.indexOf('\0')));
  }

  static Stream<Arguments> memories() {
    return inEveryForm(
        List.of(
            row("array", new byte[] {1, -1}),
            row("view", ByteBuffer.wrap(new byte[] {1, -1})),
            row("direct", ByteBuffer.allocateDirect(2).put(0, (byte) 1).put(1, (byte) -1)),
            row("segment", MemorySegment.ofArray(new byte[] {1, -1}))));
  }

  private static byte[] bytesOf(Object memory) {
    return switch (memory) {
      case byte[] bytes -> bytes;
      case ByteBuffer buffer -> new byte[] {buffer.get(0), buffer.get(1)};
      default -> ((MemorySegment) Objects.requireNonNull(memory)).toArray(ValueLayout.JAVA_BYTE);
    };
  }

  @ParameterizedTest
  @MethodSource("memories")
  void buffer_ofEachKind_isWritten(Form form, Way way, String kind, Object memory)
      throws Throwable {
    byte[] before = bytesOf(memory).clone();

    assertThat(way.call(limits, form.of("buffer"), memory)).as(kind).isNull();

    assertThat(bytesOf(memory)).containsExactly((byte) (before[0] + 1), (byte) (before[1] + 1));
  }

  static Stream<Arguments> arrays() {
    return inEveryForm(
        List.of(
            row("i32[]", new int[0], new int[0]),
            row(
                "i32[]",
                new int[] {0, Integer.MIN_VALUE, Integer.MAX_VALUE},
                new int[] {1, Integer.MIN_VALUE + 1, Integer.MIN_VALUE}),
            row(
                "i64[]",
                new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE},
                new long[] {1, Long.MIN_VALUE + 1, Long.MIN_VALUE}),
            row(
                "f32[]",
                new float[] {0.5f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY},
                new float[] {1.5f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY}),
            row(
                "f64[]",
                new double[] {0.5, Double.MAX_VALUE, Double.NEGATIVE_INFINITY},
                new double[] {1.5, Double.MAX_VALUE, Double.NEGATIVE_INFINITY})));
  }

  /// An array is the caller's again when it is looked at, so each call gets one of its own.
  private static Object copyOf(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void array_ofItsType_isWritten(Form form, Way way, String type, Object items, Object expected)
      throws Throwable {
    Object array = copyOf(items);

    assertThat(way.call(limits, form.of(type), array)).isNull();

    assertThat(array).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void readOnlyMemory_asBuffer_isRefused(Form form) {
    for (Object memory :
        List.of(
            ByteBuffer.allocate(1).asReadOnlyBuffer(),
            MemorySegment.ofArray(new byte[1]).asReadOnly())) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> limits.call(form.of("buffer"), memory))
          .withMessageContaining("argument 1 must be a writable buffer, not a read-only");
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void noResult_isNone(Form form) throws Throwable {
    String function = form.of("void");
    assertThat(limits.call(function)).isNull();
    assertThat(limits.bind(function, Supplier.class).get()).isNull();
    limits.bind(function, Runnable.class).run();
    assertThat(limits.handle(function).type()).isEqualTo(MethodType.methodType(void.class));
    limits.handle(function).invokeExact();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void wrongNumber_ofArguments_isRefused(Form form) {
    assertThatExceptionOfType(TenonError.class)
        .isThrownBy(() -> limits.call(form.of("i32"), 1, 2))
        .withMessageStartingWith(form.of("i32") + "() takes exactly one argument (2 given)");
  }
}
