// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ImportException;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.BrokenPipeError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls into C and back: what crosses, what is refused, and that nothing ends the JVM.
class NativeCallTest {

  private final NativeWorld world = new NativeWorld();
  private ModuleObject functions;

  @BeforeEach
  void load() {
    functions = world.load("functions");
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  static Stream<Arguments> typedCalls() {
    return Stream.of(
        Arguments.of("i8", -128 + 1, 127L),
        Arguments.of("i16", -32767, 32767L),
        Arguments.of("i32", -2147483647, 2147483647L),
        Arguments.of("u8", 0, 255L),
        Arguments.of("u16", 0, 65535L),
        Arguments.of("u32", 0, 4294967295L),
        Arguments.of("u64", 0, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
        Arguments.of("f32", 3, 1.5),
        Arguments.of("negate", true, false),
        Arguments.of("negate", false, true),
        Arguments.of("size_of", 41, 42L),
        Arguments.of("length_of", "größer", 8L),
        Arguments.of("echo", "größer", ">größer"),
        Arguments.of("echo", "x".repeat(100_000), ">" + "x".repeat(100_000)),
        Arguments.of("sum", new byte[] {1, 2, (byte) 255}, 258L),
        Arguments.of("sum", new byte[0], 0L));
  }

  @ParameterizedTest
  @MethodSource("typedCalls")
  void typedFunction_called_returns(String function, Object argument, Object expected) {
    assertThat(functions.call(function, argument)).isEqualTo(expected);
  }

  @Test
  void typedFunction_ofMixedNumbers_keepsTheirPlaces() {
    assertThat(functions.call("f64", 0.5, 2, 0.25)).isEqualTo(2.75);
    assertThat(functions.call("nothing")).isNull();
  }

  @Test
  void typedFunction_withBuffer_writesHostMemory() {
    byte[] buffer = new byte[5];
    functions.call("fill", (Object) buffer);
    assertThat(buffer).containsOnly(7);
  }

  @Test
  void typedFunction_bound_takesTheShapeOfItsInterface() {
    LongUnaryOperator size = functions.bind("size_of", LongUnaryOperator.class);
    @SuppressWarnings("unchecked")
    ToLongFunction<Object> length = functions.bind("length_of", ToLongFunction.class);

    assertThat(size.applyAsLong(1)).isEqualTo(2);
    assertThat(length.applyAsLong("four")).isEqualTo(4);
  }

  static Stream<Arguments> badCalls() {
    return Stream.of(
        Arguments.of("i8", 128, OverflowError.class, "i8() argument 1 must be i8 (-128 to 127)"),
        Arguments.of("u8", -1, OverflowError.class, "u8() argument 1 must be u8 (0 to 255)"),
        Arguments.of("u64", -1, OverflowError.class, "18446744073709551615"),
        Arguments.of("i32", 1.5, TypeError.class, "i32() argument 1 must be i32, not float"),
        Arguments.of("i32", "x", TypeError.class, "not str"),
        Arguments.of("i32", null, TypeError.class, "not NoneType"),
        Arguments.of("length_of", "a\0b", ValueError.class, "U+0000, found one at index 1"),
        Arguments.of("sum", "text", TypeError.class, "must be bytes, not str"));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void typedFunction_givenWrongArgument_saysWhatWasFoundAndExpected(
      String function, Object argument, Class<? extends TenonError> kind, String words) {
    assertThatExceptionOfType(kind)
        .isThrownBy(() -> functions.call(function, new Object[] {argument}))
        .withMessageContaining(words);
  }

  @Test
  void typedFunction_givenWrongNumber_saysItsSignature() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> functions.call("f64", 1.0))
        .withMessage("f64() takes 3 arguments (1 given); its signature is (f64, i32, f32) -> f64");
  }

  @Test
  void typedFunction_thatReturnsBrokenText_raises() {
    assertThatExceptionOfType(UnicodeError.class).isThrownBy(() -> functions.call("not_utf8"));
  }

  @Test
  void contextFunction_thatFails_raisesTheKindItSet() {
    assertThatThrownBy(() -> functions.call("fail", 3))
        .isInstanceOf(ValueError.class)
        .hasMessage("failed with kind 3");
    assertThatThrownBy(() -> functions.call("fail", 24)).isInstanceOf(ZeroDivisionError.class);
    assertThatThrownBy(() -> functions.call("fail", 11)).isInstanceOf(ImportException.class);
    assertThatThrownBy(() -> functions.call("fail", 4711))
        .isInstanceOf(TypeError.class)
        .hasMessage(
            "error kind 4711 is unknown, expected TN_VALUE_ERROR or such; its message is"
                + " 'failed with kind 4711'");
    assertThat(functions.call("echo", "still works")).isEqualTo(">still works");
  }

  @Test
  void constants_ofEveryKind_areAttributes() {
    assertThat(functions.get("none")).isNull();
    assertThat(functions.get("yes")).isEqualTo(true);
    assertThat(functions.get("answer")).isEqualTo(42L);
    assertThat(functions.get("half")).isEqualTo(0.5);
    assertThat(functions.get("greeting")).isEqualTo("hello");
  }

  static Stream<Object> values() {
    return Stream.of(
        null,
        true,
        -1L,
        Long.MIN_VALUE,
        0.1,
        Double.NaN,
        "",
        "größer 日本語 𝄞",
        "with \0 inside",
        "long ".repeat(10_000),
        List.of(1, 2),
        new Object());
  }

  @ParameterizedTest
  @MethodSource("values")
  void dynamicFunction_called_returnsTheSameValue(Object value) {
    assertThat(functions.call("same", new Object[] {value})).isEqualTo(value);
    assertThat(functions.call("count", value, value, value)).isEqualTo(3L);
  }

  @Test
  void dynamicFunction_givenBytes_returnsEqualBytes() {
    byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
    assertThat((byte[]) functions.call("same", (Object) bytes)).isEqualTo(bytes);
  }

  @Test
  void dynamicFunction_givenTooManyArguments_isRefused() {
    assertThat(functions.call("count", new Object[200])).isEqualTo(200L);
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> functions.call("count", new Object[100_000]))
        .withMessageContaining("count() was given 100000 arguments");
  }

  @Test
  void dynamicFunction_thatBreaksTheContract_isNamed() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> functions.call("fails_silently"))
        .withMessage("fails_silently() failed without setting an exception");
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> functions.call("succeeds_with_error"))
        .withMessage("succeeds_with_error() returned a result with an exception set")
        .withCauseInstanceOf(ValueError.class);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> functions.call("bad_kind"))
        .withMessageContaining("kind 99");
    assertThat(functions.call("same", 1L)).isEqualTo(1L);
  }

  @Test
  void unknownFunction_called_namesTheNearest() {
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> functions.call("length_off"))
        .withMessageContaining("Did you mean: 'length_of'?");
  }

  @Test
  void callback_fromC_getsArgumentsAndReturns() {
    TenonCallable join = arguments -> arguments[0] + "-" + arguments[1];
    assertThat(functions.call("call", join, "a", 2L)).isEqualTo("a-2");
  }

  @Test
  void exceptionInCallback_thatCPassesOn_arrivesAsTheSameObject() {
    IllegalStateException thrown = new IllegalStateException("from Java");
    TenonCallable failing =
        arguments -> {
          throw thrown;
        };
    assertThatThrownBy(() -> functions.call("call", failing)).isSameAs(thrown);
  }

  @Test
  void errorInCallback_ofTheJvm_doesNotEndIt() {
    TenonCallable failing =
        arguments -> {
          throw new AssertionError("deep trouble");
        };
    assertThatThrownBy(() -> functions.call("call", failing))
        .isInstanceOf(AssertionError.class)
        .hasMessage("deep trouble");
  }

  @Test
  void exceptionInCallback_thatCTraps_isCleared() {
    TenonCallable failing =
        arguments -> {
          throw new ValueError("trap me");
        };
    assertThat(functions.call("call_trapped", failing)).isEqualTo("3 trap me");
    assertThat(functions.call("same", 1L)).isEqualTo(1L);
  }

  @Test
  void notCallable_calledFromC_isATypeError() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> functions.call("call", 3))
        .withMessage("'int' object is not callable");
  }

  @Test
  void import_fromC_givesAttributes() {
    assertThat(functions.call("import_and_get", "basic", "year")).isEqualTo(1969L);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> functions.call("import_and_get", "not_there", "x"))
        .withMessageContaining("No module named 'not_there'");
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> functions.call("import_and_get", "basic", "x"));
  }

  @Test
  void reference_held_livesBeyondItsCall() {
    Object object = new Object();
    functions.call("hold", object);
    assertThat(functions.call("held")).isSameAs(object);
    functions.call("release");
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> functions.call("held"))
        .withMessageContaining("stale");
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> functions.call("release"));
  }

  @Test
  void reference_keptWithoutHolding_isAnErrorAndNoCrash() {
    functions.call("keep", new Object());
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> functions.call("held"))
        .withMessageContaining("tn_hold()");
  }

  @Test
  void attributes_setAndDeletedFromC_comeAndGo() {
    assertThat(functions.call("set_and_delete", "now")).isEqualTo("now");
    assertThat(functions.has("passing")).isFalse();
  }

  @Test
  void warning_fromC_reachesTheListener() {
    functions.call("warn", "mind the gap");
    assertThat(world.warnings()).hasToString("[UserWarning: mind the gap]");
  }

  @Test
  void nullPointer_givenToTheApi_isAnError() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> functions.call("write_null"))
        .withMessage("tn_write() was given NULL as its bytes");
  }

  @Test
  void capability_asked_tellsItsVersion() {
    assertThat(functions.call("capability", "api")).isEqualTo(65538L);
    assertThat(functions.call("capability", "teleport")).isEqualTo(0L);
  }

  @Test
  void recursionBetweenCAndJava_withoutEnd_isAnErrorOnThreadsOfAnySize() throws Exception {
    for (long stackSize : new long[] {1 << 20, 8 << 20}) {
      CompletableFuture<Throwable> caught = new CompletableFuture<>();
      Thread thread =
          new Thread(null, () -> caught.complete(descend()), "deep " + stackSize, stackSize);
      thread.start();
      assertThat(caught.get(1, TimeUnit.MINUTES)).isInstanceOf(RecursionError.class);
    }
  }

  @Test
  void recursionBetweenCAndJava_onAVirtualThread_isAnError() throws Exception {
    CompletableFuture<Throwable> caught = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> caught.complete(descend()));
    assertThat(caught.get(1, TimeUnit.MINUTES))
        .isInstanceOfAny(RecursionError.class, StackOverflowError.class);
  }

  private Throwable descend() {
    TenonCallable self = arguments -> functions.call("descend", arguments);
    try {
      functions.call("descend", self);
      return new AssertionError("there was an end");
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  @Test
  void brokenPipeKind_hasItsOwnType() {
    assertThatThrownBy(() -> functions.call("fail", 20)).isInstanceOf(BrokenPipeError.class);
  }
}
