// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.ExecutionFailed;
import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.concurrent.Crossing;
import dev.tenon.concurrent.InterpreterPool;
import dev.tenon.concurrent.InterpreterQueue;
import dev.tenon.concurrent.NotShareableError;
import dev.tenon.concurrent.Shared;
import dev.tenon.error.ErrorType;
import dev.tenon.error.kind.InterpreterNotFoundError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Values that cross from one interpreter to another.
class CrossingTest {

  private final Interpreter main = Interpreter.builder().path(NativeWorld.FIXTURES).build();
  private final Interpreter other = Interpreter.builder().path(NativeWorld.FIXTURES).build();

  @Test
  void exitOfTheOtherSide_keepsItsStatus() throws Exception {
    other
        .imports()
        .metaPath()
        .addFirst(
            new MemoryFinder()
                .add(
                    ModuleDef.of("ender")
                        .dynamic("end", null, (module, arguments) -> end(arguments[0]))
                        .build()));

    assertExit(() -> Crossing.call(other, "ender", "end", 3L), 3, "SystemExit: 3");
    assertExit(() -> Crossing.call(other, "ender", "end", "bye"), 1, "SystemExit: bye");
    assertExit(
        () ->
            other.exec(
                Code.of(
                    "<test>",
                    globals -> {
                      throw new SystemExit(4);
                    })),
        4,
        "SystemExit: 4");
    try (InterpreterPool pool = InterpreterPool.of(1, Interpreter::create)) {
      assertExit(
          () -> {
            try {
              pool.submit(there -> end(5L)).get();
            } catch (ExecutionException e) {
              throw (RuntimeException) e.getCause();
            }
          },
          5,
          "SystemExit: 5");
    }
    assertThat(ExecutionFailed.of(new ValueError("no")).exitStatus()).isEmpty();
    assertThat(ExecutionFailed.of(ExecutionFailed.of(new SystemExit(6))).exitStatus()).hasValue(6);
  }

  private static Object end(Object status) {
    throw status instanceof Long number
        ? new SystemExit(number.intValue())
        : new SystemExit(String.valueOf(status));
  }

  private static void assertExit(ThrowingCallable call, int status, String message) {
    assertThatExceptionOfType(ExecutionFailed.class)
        .isThrownBy(call)
        .withMessage(message)
        .satisfies(failure -> assertThat(failure.exitStatus()).hasValue(status))
        .satisfies(failure -> assertThat(failure.failureType()).isEqualTo("SystemExit"));
  }

  @AfterEach
  void closeAll() {
    main.close();
    other.close();
  }

  private record Custom(int number) {}

  @Test
  @Case("INTERP-10")
  void values_asked_mayCrossOrNot() {
    Object[] data = {
      null, "text", new byte[] {1}, 7L, 7, BigInteger.TEN, true, 1.5, new Object[] {1L, "a", null}
    };
    for (Object value : data) {
      assertThat(Crossing.canCross(value)).as("%s", value).isTrue();
    }
    for (Object value : List.of(new Object(), new ErrorType("m.E", "ValueError"), String.class)) {
      assertThat(Crossing.canCross(value)).as("%s", value).isFalse();
    }
    assertThat(Crossing.canCross(new Custom(1))).isFalse();
    assertThat(Crossing.canCross(new AtomicLong())).isFalse();
  }

  @Test
  void copy_ofData_isEqualAndShares_nothing() {
    byte[] bytes = {1, 2};
    List<Object> inner = new ArrayList<>(Arrays.asList("a", null, bytes));
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("first", inner);
    whole.put("again", inner);
    whole.put("set", Set.of(1L));
    whole.put("numbers", new double[] {0.5});
    whole.put("tuple", new Object[] {1L});

    @SuppressWarnings("unchecked")
    Map<String, Object> copy = (Map<String, Object>) Crossing.copy(whole);
    inner.set(0, "changed");
    bytes[0] = 9;

    List<?> first = (List<?>) copy.get("first");
    assertThat(first.get(0)).isEqualTo("a");
    assertThat(first.get(1)).isNull();
    assertThat((byte[]) first.get(2)).containsExactly(1, 2);
    assertThat(copy.get("again")).isSameAs(first);
    assertThat(copy.keySet()).containsExactlyElementsOf(whole.keySet());
    assertThat(copy.get("set")).isEqualTo(Set.of(1L));
    assertThat((double[]) copy.get("numbers")).containsExactly(0.5);
    assertThat((Object[]) copy.get("tuple")).containsExactly(1L);
  }

  @Test
  void copy_ofAListThatContainsItself_containsItself() {
    List<Object> list = new ArrayList<>();
    list.add(list);

    List<?> copy = (List<?>) Crossing.copy(list);

    assertThat(copy.getFirst()).isSameAs(copy);
    assertThat(copy == list).isFalse();
  }

  @Test
  void copy_ofWhatBelongsToAnInterpreter_isRefusedWithItsPlace() {
    ModuleObject module = main.importModule("functions");
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.copy(List.of(1L, 2L, 3L, Map.of("key", module.get("same")))))
        .withMessageStartingWith("list[3].key cannot cross to another interpreter: <built-in")
        .withMessageContaining("belongs to <Interpreter>; pass the names")
        .satisfies(error -> assertThat(error.path()).isEqualTo("list[3].key"));
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.copy(new Object[] {module}))
        .withMessageContaining("[0] cannot cross")
        .withMessageContaining("import it by its name");
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.copy(Map.of(new Custom(1), 1L)))
        .withMessageContaining("a 'Custom' is no data");
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.copy(new ValueError("x")))
        .withMessageStartingWith("ValueError cannot cross");
  }

  @Test
  void copy_nestedTooDeep_isRefused() {
    Object value = 1L;
    for (int depth = 0; depth < 100_000; depth++) {
      value = List.of(value);
    }
    Object deep = value;
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.copy(deep))
        .withMessageContaining("nested more than 1000 deep");
  }

  @Test
  void sharedObjects_andQueues_crossAsTheyAre() {
    Shared<AtomicLong> shared = Shared.of(new AtomicLong());
    InterpreterQueue queue = InterpreterQueue.unbounded();

    assertThat(Crossing.copy(shared)).isSameAs(shared);
    assertThat((List<?>) Crossing.copy(List.of(queue))).first().isSameAs(queue);
    assertThat(shared).hasToString("<Shared AtomicLong>");
    for (Object bound :
        List.of(main, main.builtins(), main.importModule("functions").get("same"))) {
      assertThatExceptionOfType(NotShareableError.class).isThrownBy(() -> Shared.of(bound));
    }
  }

  @Test
  void call_inAnotherInterpreter_passesCopiesBothWays() {
    List<Object> kept = new ArrayList<>();
    other
        .imports()
        .metaPath()
        .addFirst(
            new MemoryFinder()
                .add(
                    ModuleDef.of("keeper")
                        .dynamic(
                            "keep",
                            null,
                            (_, arguments) -> {
                              kept.add(arguments[0]);
                              return kept;
                            })
                        .dynamic("itself", null, (module, _) -> module)
                        .build()));
    List<Object> argument = new ArrayList<>(List.of("a"));

    Object result = Crossing.call(other, "keeper", "keep", argument);
    argument.add("later");

    assertThat(result).isEqualTo(List.of(List.of("a")));
    assertThat(result == kept).isFalse();
    assertThat(kept).containsExactly(List.of("a"));
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.call(other, "keeper", "itself"));
    assertThatExceptionOfType(NotShareableError.class)
        .isThrownBy(() -> Crossing.call(other, "keeper", "keep", main));
    assertThat(kept).hasSize(1);
  }

  @Test
  void call_thatFails_hasTheWordsOnly() {
    assertThatExceptionOfType(ExecutionFailed.class)
        .isThrownBy(() -> Crossing.call(other, "functions", "fail", 3L))
        .withNoCause()
        .satisfies(error -> assertThat(error.failureType()).isEqualTo("ValueError"));
    assertThatExceptionOfType(ExecutionFailed.class)
        .isThrownBy(() -> Crossing.call(other, "unknown", "f"))
        .withMessageStartingWith("ModuleNotFoundError: No module named 'unknown'");
    other.close();
    assertThatExceptionOfType(InterpreterNotFoundError.class)
        .isThrownBy(() -> Crossing.call(other, "functions", "same", 1L));
  }
}
