// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.value.Signature;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallablesTest {

  private static final TenonCallable LIST = arguments -> Arrays.asList(arguments);

  private static ModuleFunction adder() {
    FunctionBody.Typed body =
        module -> {
          try {
            return MethodHandles.lookup()
                .findStatic(
                    Math.class,
                    "addExact",
                    MethodType.methodType(long.class, long.class, long.class));
          } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
          }
        };
    return new ModuleFunction(
        new FunctionDef("add", null, Signature.parse("(i64, i64) -> i64"), body),
        new ModuleObject("spam"),
        ThreadSupport.FREE,
        "spam");
  }

  @Test
  void bind_typedFunction_toItsPrimitiveInterface() {
    LongBinaryOperator add = Callables.bind(adder(), "add", LongBinaryOperator.class);

    assertThat(add.applyAsLong(1, 2)).isEqualTo(3);
  }

  @Test
  @SuppressWarnings("unchecked")
  void bind_typedFunction_toABoxedInterface() {
    BiFunction<Long, Long, Object> add = Callables.bind(adder(), "add", BiFunction.class);

    assertThat(add.apply(1L, 2L)).isEqualTo(3L);
  }

  @Test
  @SuppressWarnings("unchecked")
  void bind_boxedInterface_convertsAndChecksLikeACall() {
    BiFunction<Object, Object, Object> add = Callables.bind(adder(), "add", BiFunction.class);

    assertThat(add.apply((byte) 1, true)).isEqualTo(2L);
    assertThatThrownBy(() -> add.apply(1L, "2"))
        .isInstanceOf(TypeError.class)
        .hasMessage("add() argument 2 must be i64, not str");
    assertThatThrownBy(() -> add.apply(null, 2L))
        .isInstanceOf(TypeError.class)
        .hasMessage("add() argument 1 must be i64, not NoneType");
  }

  /// A function that gives its one argument back.
  private static ModuleFunction same(String type) {
    Signature signature = Signature.parse("(%s) -> %s".formatted(type, type));
    FunctionBody.Typed body = module -> MethodHandles.identity(signature.result().carrier());
    return new ModuleFunction(
        new FunctionDef("same", null, signature, body),
        new ModuleObject("spam"),
        ThreadSupport.FREE,
        "spam");
  }

  @Test
  void bind_carrierHoldsMoreThanTheType_isChecked() {
    IntUnaryOperator byteSame = Callables.bind(same("u8"), "same", IntUnaryOperator.class);
    IntUnaryOperator shortSame = Callables.bind(same("u16"), "same", IntUnaryOperator.class);
    LongUnaryOperator wordSame = Callables.bind(same("u32"), "same", LongUnaryOperator.class);

    assertThat(byteSame.applyAsInt(255)).isEqualTo(255);
    assertThat(shortSame.applyAsInt(65535)).isEqualTo(65535);
    assertThat(wordSame.applyAsLong(4294967295L)).isEqualTo(4294967295L);
    assertThatThrownBy(() -> byteSame.applyAsInt(256))
        .isInstanceOf(OverflowError.class)
        .hasMessage("same() argument 1 must be u8 (0 to 255), not 256");
    assertThatThrownBy(() -> shortSame.applyAsInt(-1))
        .isInstanceOf(OverflowError.class)
        .hasMessage("same() argument 1 must be u16 (0 to 65535), not -1");
    assertThatThrownBy(() -> wordSame.applyAsLong(1L << 32))
        .isInstanceOf(OverflowError.class)
        .hasMessage("same() argument 1 must be u32 (0 to 4294967295), not 4294967296");
  }

  @Test
  @SuppressWarnings("unchecked")
  void bind_textAndBytes_areChecked() {
    UnaryOperator<Object> text = Callables.bind(same("str"), "same", UnaryOperator.class);
    TextOperator direct = Callables.bind(same("str"), "same", TextOperator.class);
    BytesOperator bytes = Callables.bind(same("bytes"), "same", BytesOperator.class);

    assertThat(direct.apply("text")).isEqualTo("text");
    assertThatThrownBy(() -> direct.apply(null))
        .isInstanceOf(TypeError.class)
        .hasMessage("same() argument 1 must be str, not NoneType");
    assertThatThrownBy(() -> direct.apply("a\0b")).isInstanceOf(ValueError.class);
    assertThatThrownBy(() -> text.apply(1L))
        .isInstanceOf(TypeError.class)
        .hasMessage("same() argument 1 must be str, not int");
    assertThatThrownBy(() -> bytes.apply(null))
        .isInstanceOf(TypeError.class)
        .hasMessage("same() argument 1 must be bytes, not NoneType");
  }

  /// Takes and gives text.
  @FunctionalInterface
  public interface TextOperator {
    /// Applies it.
    String apply(String text);
  }

  /// Takes and gives bytes.
  @FunctionalInterface
  public interface BytesOperator {
    /// Applies it.
    byte[] apply(byte[] bytes);
  }

  @Test
  void handle_carrierHoldsMoreThanTheType_isChecked() {
    assertThatThrownBy(() -> Callables.handle(same("u8")).invoke(256))
        .isInstanceOf(OverflowError.class);
  }

  @Test
  void bind_interfaceDoesNotFit_saysWhatWould() {
    assertThatThrownBy(() -> Callables.bind(adder(), "add", LongSupplier.class))
        .isInstanceOf(TypeError.class)
        .hasMessage(
            "cannot bind 'add' to LongSupplier: its signature is (i64, i64) -> i64, expected one"
                + " that fits long getAsLong(); choose an interface with these types or use"
                + " call()");
    assertThatThrownBy(() -> Callables.bind(adder(), "add", IntBinaryOperator.class))
        .isInstanceOf(TypeError.class);
  }

  @Test
  void bind_dynamicCallable_takesAnyShape() {
    Supplier<?> none = Callables.bind(LIST, "list", Supplier.class);
    BiFunction<?, ?, ?> two = Callables.bind(LIST, "list", BiFunction.class);

    assertThat(none.get()).asInstanceOf(list(Object.class)).isEmpty();
    assertThat(Callables.bind(LIST, "list", TenonCallable.class)).isSameAs(LIST);
    assertThat(two.apply(null, null)).asInstanceOf(list(Object.class)).containsExactly(null, null);
  }

  @Test
  void bind_interfaceWithObjectMethods_countsOnlyItsOwn() {
    TenonCallable zero = arguments -> 0;

    assertThat(Callables.bind(zero, "zero", Comparator.class)).isInstanceOf(Comparator.class);
  }

  @Test
  void bind_toAnythingElse_isAMisuse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Callables.bind(LIST, "list", String.class))
        .withMessage(
            "cannot bind to java.lang.String: found a class, expected an interface with one"
                + " abstract method");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Callables.bind(LIST, "list", java.util.Iterator.class))
        .withMessageContaining("found 2 abstract methods");
  }

  @Test
  void handle_ofATypedFunction_hasItsTypes() {
    assertThat(Callables.handle(adder()).type())
        .isEqualTo(MethodType.methodType(long.class, long.class, long.class));
  }

  @Test
  void handle_ofAnythingElse_takesAnArray() throws Throwable {
    assertThat(Callables.handle(LIST).invoke(new Object[] {1L}))
        .asInstanceOf(list(Object.class))
        .containsExactly(1L);
  }

  @Test
  void of_whatCannotBeCalled_isATypeError() {
    assertThatThrownBy(() -> Callables.of(null))
        .isInstanceOf(TypeError.class)
        .hasMessage("'NoneType' object is not callable");
    assertThatThrownBy(() -> Callables.of(new ModuleObject("spam")))
        .isInstanceOf(TypeError.class)
        .hasMessage("'module' object is not callable");
  }

  /// Has parameters of every kind and width, and declares a checked exception.
  public interface Wide {
    /// Adds.
    double add(boolean a, byte b, short c, char d, int e, long f, float g, double h, String i)
        throws java.io.IOException;
  }

  private static ModuleFunction dynamic(FunctionBody.Dynamic body) {
    return new ModuleFunction(
        new FunctionDef("spam", null, null, body),
        new ModuleObject("spam"),
        ThreadSupport.FREE,
        "spam");
  }

  @Test
  void bind_interfaceOfManyKinds_passesEachArgument() throws Exception {
    List<Object> seen = new ArrayList<>();
    Wide wide =
        Callables.bind(
            dynamic((module, arguments) -> {
              seen.addAll(Arrays.asList(arguments));
              return 1.5;
            }),
            "spam",
            Wide.class);

    assertThat(wide.add(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7.0, "eight")).isEqualTo(1.5);
    assertThat(seen).containsExactly(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7.0, "eight");
  }

  @Test
  void bind_interfaceOfItsOwnPackage_works() {
    Hidden hidden = Callables.bind(adder(), "add", Visible.class)::add;

    assertThat(hidden.add(1, 2)).isEqualTo(3);
    assertThatThrownBy(() -> Callables.bind(adder(), "add", Hidden.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Hidden");
  }

  /// Can be implemented anywhere.
  public interface Visible {
    /// Adds.
    long add(long a, long b);
  }

  /// Cannot be implemented elsewhere.
  interface Hidden {
    /// Adds.
    long add(long a, long b);
  }

  @Test
  void bind_moreObjectsThanHaveClasses_stillWork() {
    List<LongBinaryOperator> bound =
        IntStream.range(0, 1_100)
            .mapToObj(_ -> Callables.bind(adder(), "add", LongBinaryOperator.class))
            .toList();

    assertThat(bound).allSatisfy(add -> assertThat(add.applyAsLong(1, 2)).isEqualTo(3));
    assertThat(bound.stream().map(Object::getClass).distinct().count()).isBetween(1_000L, 1_001L);
  }

  @Test
  void bind_interfaceOfAnotherLoader_works() throws Exception {
    try (URLClassLoader other =
        new URLClassLoader(
            new URL[] {CallablesTest.class.getProtectionDomain().getCodeSource().getLocation()},
            null)) {
      Class<?> shape = Class.forName(Visible.class.getName(), false, other);

      Object bound = Callables.bind(adder(), "add", shape);

      assertThat(shape).isNotSameAs(Visible.class);
      assertThat(shape.getMethod("add", long.class, long.class).invoke(bound, 1L, 2L))
          .isEqualTo(3L);
    }
  }
}
