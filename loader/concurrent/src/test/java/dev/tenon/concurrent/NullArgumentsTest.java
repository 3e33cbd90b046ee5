// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tenon.Interpreter;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every parameter of every public method that may not be null is tried with null.
@SuppressWarnings("NullAway") // on purpose
class NullArgumentsTest {

  private static final List<Class<?>> TYPES =
      List.of(Crossing.class, Shared.class, InterpreterPool.class, InterpreterQueue.class);

  /// The calls with one null, by type, method, number of parameters and name of the one that is
  /// null.
  private static Map<String, ThrowingCallable> calls(
      Interpreter interpreter, InterpreterPool pool, InterpreterQueue queue) {
    return Map.ofEntries(
        Map.entry("Crossing.call/4 target", () -> Crossing.call(null, "m", "f")),
        Map.entry("Crossing.call/4 module", () -> Crossing.call(interpreter, null, "f")),
        Map.entry("Crossing.call/4 function", () -> Crossing.call(interpreter, "m", null)),
        Map.entry(
            "Crossing.call/4 arguments",
            () -> Crossing.call(interpreter, "m", "f", (Object[]) null)),
        Map.entry("Shared.of/1 object", () -> Shared.of(null)),
        Map.entry("InterpreterPool.of/2 factory", () -> InterpreterPool.of(1, null)),
        Map.entry("InterpreterPool.submit/3 module", () -> pool.submit(null, "f")),
        Map.entry("InterpreterPool.submit/3 function", () -> pool.submit("m", null)),
        Map.entry(
            "InterpreterPool.submit/3 arguments", () -> pool.submit("m", "f", (Object[]) null)),
        Map.entry("InterpreterPool.submit/1 task", () -> pool.submit(null)),
        Map.entry("InterpreterPool.call/3 module", () -> pool.call(null, "f")),
        Map.entry("InterpreterPool.call/3 function", () -> pool.call("m", null)),
        Map.entry("InterpreterPool.call/3 arguments", () -> pool.call("m", "f", (Object[]) null)),
        Map.entry("InterpreterPool.map/3 module", () -> pool.map(null, "f", List.of())),
        Map.entry("InterpreterPool.map/3 function", () -> pool.map("m", null, List.of())),
        Map.entry("InterpreterPool.map/3 arguments", () -> pool.map("m", "f", null)),
        Map.entry("InterpreterQueue.bounded/2 unbound", () -> InterpreterQueue.bounded(1, null)),
        Map.entry("InterpreterQueue.put/2 patience", () -> queue.put("x", null)),
        Map.entry(
            "InterpreterQueue.put/3 patience", () -> queue.put("x", null, UnboundItems.REMOVE)),
        Map.entry("InterpreterQueue.put/3 whenUnbound", () -> queue.put("x", Duration.ZERO, null)),
        Map.entry("InterpreterQueue.get/1 patience", () -> queue.get(null)));
  }

  private static void withCalls(BiConsumer<String, ThrowingCallable> each) {
    try (Interpreter interpreter = Interpreter.create();
        InterpreterPool pool = InterpreterPool.of(1, Interpreter.builder()::build)) {
      calls(interpreter, pool, InterpreterQueue.unbounded()).forEach(each);
    }
  }

  @Test
  void null_isRefusedByName() {
    withCalls((text, call) ->
        assertThatNullPointerException()
            .as(text)
            .isThrownBy(call)
            .withMessage(text.substring(text.indexOf(' ') + 1)));
  }

  /// The table above has a row for each parameter that may not be null.
  @Test
  void everyParameter_isTried() {
    List<String> expected =
        TYPES.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .flatMap(NullArgumentsTest::refusing)
            .toList();

    List<String> tried = new ArrayList<>();
    withCalls((text, _) -> tried.add(text.substring(0, text.indexOf(' '))));

    assertThat(tried).containsExactlyInAnyOrderElementsOf(expected);
  }

  /// The method once for each parameter that refuses null.
  private static Stream<String> refusing(Method method) {
    String name =
        "%s.%s/%d"
            .formatted(
                method.getDeclaringClass().getSimpleName(),
                method.getName(),
                method.getParameterCount());
    return Arrays.stream(method.getAnnotatedParameterTypes())
        .filter(NullArgumentsTest::refusesNull)
        .map(_ -> name);
  }

  private static boolean refusesNull(AnnotatedType type) {
    boolean isPrimitive = type.getType() instanceof Class<?> found && found.isPrimitive();
    return !isPrimitive && !type.isAnnotationPresent(Nullable.class);
  }
}
