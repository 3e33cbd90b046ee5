// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What C can do with lists, maps and other objects of the host.
class NativeCollectionTest {

  private final NativeWorld world = new NativeWorld();
  private ModuleObject module = new ModuleObject("not loaded");

  @BeforeEach
  void load() {
    module = world.load("collections");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void list_madeInC_isListOfTheHost() {
    assertThat(module.call("squares", 4)).isEqualTo(List.of(0L, 1L, 4L, 9L));
  }

  static Stream<Arguments> iterables() {
    return Stream.of(
        Arguments.of(List.of("b", "a", "b")),
        Arguments.of((Object) new String[] {"b", "a", "b"}),
        Arguments.of("bab"),
        Arguments.of(List.of("b", "a", "b").iterator()),
        Arguments.of(Stream.of("b", "a", "b")));
  }

  @ParameterizedTest
  @MethodSource("iterables")
  void anyIterable_canBeIteratedOver(Object words) {
    assertThat(module.call("count_words", words))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsExactly(Map.entry("b", 2L), Map.entry("a", 1L));
  }

  @Test
  void iteration_overKeysOfMap_andFailures() {
    assertThat(module.call("count_words", Map.of("x", 1))).isEqualTo(Map.of("x", 1L));
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("count_words", 5))
        .withMessage("'int' object is not iterable");
    Iterable<Object> failing =
        () -> {
          throw new KeyError("inside");
        };
    assertThatExceptionOfType(KeyError.class)
        .isThrownBy(() -> module.call("count_words", failing))
        .withMessage("inside");
  }

  @Test
  void length_isThatOfTheHost() {
    assertThat(module.call("length", List.of(1, 2))).isEqualTo(2L);
    assertThat(module.call("length", Map.of())).isEqualTo(0L);
    assertThat(module.call("length", "aä𝄞")).isEqualTo(3L);
    assertThat(module.call("length", new byte[5])).isEqualTo(5L);
    assertThat(module.call("length", new int[3])).isEqualTo(3L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("length", 3))
        .withMessage("object of type 'int' has no len()");
  }

  @Test
  void items_ofList_areReadSetAndDeleted() {
    List<Object> list = new ArrayList<>(List.of("a", "b", "c"));

    assertThat(module.call("item", list, 0)).isEqualTo("a");
    assertThat(module.call("item", list, -1)).isEqualTo("c");
    module.call("set_item", list, -2, 7);
    module.call("delete_item", list, 0);

    assertThat(list).containsExactly(7L, "c");
    assertThatExceptionOfType(IndexError.class)
        .isThrownBy(() -> module.call("item", list, 2))
        .withMessage("list index out of range");
    assertThatExceptionOfType(IndexError.class)
        .isThrownBy(() -> module.call("set_item", list, -3, 1))
        .withMessage("list assignment index out of range");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("item", list, "0"))
        .withMessage("list indices must be integers or slices, not str");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("set_item", List.of(1), 0, 2))
        .withMessageContaining("unmodifiable");
  }

  @Test
  void items_ofMap_areReadSetAndDeleted() {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    map.put(1, "narrow");
    map.put("k", null);

    assertThat(module.call("item", map, 1)).isEqualTo("narrow");
    assertThat(module.call("item", map, "k")).isNull();
    module.call("set_item", map, 1, "new");
    module.call("set_item", map, "l", 2.5);
    module.call("delete_item", map, "k");

    assertThat(map).containsExactly(Map.entry(1, "new"), Map.entry("l", 2.5));
    assertThatExceptionOfType(KeyError.class)
        .isThrownBy(() -> module.call("item", map, "k"))
        .withMessage("'k'");
    assertThatExceptionOfType(KeyError.class).isThrownBy(() -> module.call("delete_item", map, 9));
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("item", 3, 0))
        .withMessage("'int' object is not subscriptable");
  }

  @Test
  void items_ofArray_areReadAndSet() {
    double[] array = {1, 2};

    module.call("set_item", array, 1, 4.5);

    assertThat(module.call("item", array, 1)).isEqualTo(4.5);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("set_item", array, 0, "text"))
        .withMessage("an array of double cannot hold 'str'");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.call("delete_item", array, 0));
  }

  static Stream<Arguments> forms() {
    List<@Nullable Object> inside = new ArrayList<>();
    inside.add(inside);
    return Stream.of(
        Arguments.of(null, "None", "None"),
        Arguments.of(true, "True", "True"),
        Arguments.of(12, "12", "12"),
        Arguments.of(1.5, "1.5", "1.5"),
        Arguments.of(Double.NEGATIVE_INFINITY, "-inf", "-inf"),
        Arguments.of("it's\n", "\"it's\\n\"", "it's\n"),
        Arguments.of(new byte[] {65, 0, -1}, "b'A\\x00\\xff'", "b'A\\x00\\xff'"),
        Arguments.of(List.of("a", 1), "['a', 1]", "['a', 1]"),
        Arguments.of(Map.of("k", List.of()), "{'k': []}", "{'k': []}"),
        Arguments.of(inside, "[[...]]", "[[...]]"),
        Arguments.of(new KeyError("x"), "KeyError('x')", "x"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void printedForm_isThatOfCpython(@Nullable Object value, String repr, String text) {
    assertThat(module.call("repr", value)).isEqualTo(repr);
    assertThat(module.call("to_str", value)).isEqualTo(text);
  }

  @Test
  void typeNameAndTraits_tellWhatAnObjectIs() {
    TenonCallable callable = _ -> null;

    assertThat(module.call("type_name", List.of())).isEqualTo("list");
    assertThat(module.call("type_name", module)).isEqualTo("module");
    assertThat(module.call("type_name", new KeyError("x"))).isEqualTo("KeyError");
    assertThat(module.call("traits", 1)).isEqualTo(0L);
    assertThat(module.call("traits", callable)).isEqualTo(1L);
    assertThat(module.call("traits", List.of())).isEqualTo(2L + 8 + 128);
    assertThat(module.call("traits", Map.of())).isEqualTo(4L + 8 + 128);
    assertThat(module.call("traits", module)).isEqualTo(16L + 256);
    assertThat(module.call("traits", new KeyError("x"))).isEqualTo(64L);
  }

  @Test
  void comparison_tellsSameFromEqual() {
    List<Object> list = new ArrayList<>();
    assertThat(module.call("compare", list, list)).isEqualTo(3L);
    assertThat(module.call("compare", list, new ArrayList<>())).isEqualTo(1L);
    assertThat(module.call("compare", "a", "a")).isEqualTo(3L);
    assertThat(module.call("compare", new byte[1], new byte[1])).isEqualTo(3L);
    assertThat(module.call("compare", list, 1)).isEqualTo(0L);
  }

  @Test
  void attributes_ofOtherModule_areSetListedAndDeleted() {
    ModuleObject other = new ModuleObject("other");

    module.call("set_attribute", other, "answer", 42);

    assertThat(module.call("get_attribute", other, "answer")).isEqualTo(42L);
    assertThat(module.call("dir", other)).isEqualTo(other.dir());
    assertThat(module.call("dir")).isEqualTo(module.dir());
    module.call("delete_attribute", other, "answer");
    assertThat(other.has("answer")).isFalse();
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.call("set_attribute", List.of(), "x", 1))
        .withMessage("'list' object has no attribute 'x'");
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.call("set_attribute", module.get("repr"), "__name__", "x"))
        .withMessage("'function' object attribute '__name__' is read-only");
  }

  @Test
  void method_calledByName_getsArguments() {
    ModuleObject other = new ModuleObject("other");
    other.set("join", (TenonCallable) arguments -> arguments[0] + "-" + arguments[1]);

    assertThat(module.call("call_method", other, "join", "a", 2)).isEqualTo("a-2");
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.call("call_method", other, "part"));
  }

  @Test
  void heldText_outlivesTheCall() {
    module.call("keep", "text of an earlier call");
    module.call("repr", "something else in between");
    assertThat(module.call("kept")).isEqualTo("text of an earlier call");
  }

  @Test
  void function_madeAtRunTime_hasItsDataUntilTheEnd() {
    TenonCallable five = (TenonCallable) module.call("adder", 5);
    TenonCallable seven = (TenonCallable) module.call("adder", 7);
    assertThat(five).isNotNull();
    assertThat(seven).isNotNull();

    assertThat(five.call(1)).isEqualTo(6L);
    assertThat(seven.call(1)).isEqualTo(8L);
    assertThat(module.call("get_attribute", five, "__name__")).isEqualTo("add");
    assertThat(module.call("get_attribute", five, "__doc__")).isEqualTo("Add to a number.");
    assertThat(five).hasToString("<built-in function collections.add>");
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> five.call());
    assertThat(world.errorText()).isEmpty();

    world.close();

    assertThat(world.errorText()).isEqualTo("forget 7\nforget 5\n");
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> five.call(1));
  }
}
