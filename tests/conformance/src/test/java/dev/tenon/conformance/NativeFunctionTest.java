// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What native functions declare about their calls: flags, keywords, buffers, and how calls end
/// with their interpreter.
class NativeFunctionTest {

  private static final int MANY = 12;

  private final NativeWorld world = new NativeWorld();
  private final ModuleObject module = world.load("flags");

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private static <T> List<T> onThreads(ExecutorService threads, Callable<T> task) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      tasks.add(task);
    }
    List<T> results = new ArrayList<>();
    for (Future<T> done : threads.invokeAll(tasks)) {
      results.add(done.get());
    }
    return results;
  }

  @Test
  void blockingFunction_onMoreVirtualThreadsThanCarriers_letsAllOfThemIn() throws Exception {
    int callers = Math.max(MANY, 4 * Runtime.getRuntime().availableProcessors());
    List<Callable<Object>> tasks = new ArrayList<>();
    LongUnaryOperator bound = module.bind("meet", LongUnaryOperator.class);
    for (int number = 0; number < callers; number++) {
      boolean byName = number % 2 == 0;
      tasks.add(() -> byName ? module.call("meet", callers) : bound.applyAsLong(callers));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Object> numbers = new ArrayList<>();
      for (Future<Object> done : threads.invokeAll(tasks)) {
        numbers.add(done.get());
      }
      assertThat(numbers).hasSize(callers).doesNotHaveDuplicates();
    }
  }

  @Test
  void concurrentCalls_ofAContextFunction_keepTheirErrorsApart() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      String text = "error of " + number;
      tasks.add(() -> {
        assertThatExceptionOfType(ValueError.class)
            .isThrownBy(() -> module.call("meet_any", MANY, text))
            .withMessage(text);
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  @Test
  void flagsOfThreads_overrideTheModule() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
      LongSupplier alone = module.bind("alone", LongSupplier.class);
      assertThat(onThreads(threads, alone::getAsLong)).containsOnly(1L);
      assertThat(onThreads(threads, () -> module.call("together", MANY))).doesNotHaveDuplicates();
    }
  }

  @Test
  void leafFunction_isCalledLikeAnyOther() {
    assertThat(module.call("add", 40, 2L)).isEqualTo(42L);
    assertThat(module.bind("add", LongBinaryOperator.class).applyAsLong(1, 2)).isEqualTo(3);
    assertThat(module.bind("scale", DoubleBinaryOperator.class).applyAsDouble(0.5, 8)).isEqualTo(4);
  }

  @Test
  void keywords_areSortedIntoParameters() {
    assertThat(module.call("area", 3)).isEqualTo(6L);
    assertThat(module.call("area", 3, 5)).isEqualTo(15L);
    assertThat(module.callWith("area", Map.of("height", 7), 3)).isEqualTo(21L);
    assertThat(module.callWith("area", Map.of("height", 7, "width", 2))).isEqualTo(14L);
  }

  @Test
  void keywords_thatDoNotFit_areTypeErrors() {
    assertThatThrownBy(() -> module.call("area"))
        .isInstanceOf(TypeError.class)
        .hasMessage("area() missing required argument 'width' (pos 1)");
    assertThatThrownBy(() -> module.callWith("area", Map.of("depth", 1), 2))
        .isInstanceOf(TypeError.class)
        .hasMessage("area() got an unexpected keyword argument 'depth'");
    assertThatThrownBy(() -> module.callWith("area", Map.of("width", 1), 2))
        .isInstanceOf(TypeError.class)
        .hasMessage("argument for area() given by name ('width') and position (1)");
    assertThatThrownBy(() -> module.call("area", 1, 2, 3))
        .isInstanceOf(TypeError.class)
        .hasMessage("area() takes at most 2 positional arguments (3 given)");
    assertThatThrownBy(() -> module.callWith("add", Map.of("a", 1), 2))
        .isInstanceOf(TypeError.class)
        .hasMessageContaining("add() takes no keyword arguments, found [a]");
  }

  @Test
  void flags_thatAreUnknownOrContradict_areAllReported() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load("bad_flags"))
        .satisfies(error -> assertThat(error.faults()).hasSize(6))
        .withMessageContaining("unknown flags 0x40000000")
        .withMessageContaining("both TN_SERIALIZED and TN_CONCURRENT")
        .withMessageContaining("TN_NO_CALLBACK on a function that gets the context")
        .withMessageContaining("both TN_NO_CALLBACK and TN_BLOCKING")
        .withMessageContaining("TN_KEYWORDS on a typed function")
        .withMessageContaining("the value 7");
  }

  @Test
  void buffer_ofAnyKind_isWritten() {
    ModuleObject functions = world.load("functions");
    int[] ints = new int[2];
    double[] doubles = new double[1];
    ByteBuffer heap = ByteBuffer.allocate(4).position(1).limit(3);
    ByteBuffer direct = ByteBuffer.allocateDirect(3).position(1);
    functions.call("fill", (Object) ints);
    functions.call("fill", (Object) doubles);
    functions.call("fill", heap);
    functions.call("fill", direct);
    functions.call("fill", IntBuffer.allocate(0));

    assertThat(ints).containsOnly(0x07070707);
    assertThat(Double.doubleToRawLongBits(doubles[0])).isEqualTo(0x0707070707070707L);
    assertThat(heap.array()).containsExactly(0, 7, 7, 0);
    assertThat(direct.get(0)).isZero();
    assertThat(direct.get(2)).isEqualTo((byte) 7);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(5);
      functions.call("fill", segment);
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
      assertThat(functions.call("sum", segment)).isEqualTo(35L);
    }
  }

  @Test
  void buffer_thatCannotBeWritten_isATypeError() {
    ModuleObject functions = world.load("functions");
    assertThatThrownBy(() -> functions.call("fill", ByteBuffer.allocate(1).asReadOnlyBuffer()))
        .isInstanceOf(TypeError.class)
        .hasMessageStartingWith("fill() argument 1 must be a writable buffer, not a read-only");
    assertThatThrownBy(() -> functions.call("fill", "text"))
        .isInstanceOf(TypeError.class)
        .hasMessage("fill() argument 1 must be buffer, not str");
  }

  @Test
  void bareNull_isOneNone() {
    Object[] nothing = null;
    assertThat(world.load("functions").call("count", nothing)).isEqualTo(1L);
  }

  @Test
  void close_whileACallIsUnderWay_waitsForIt() throws Exception {
    NativeWorld other = new NativeWorld();
    ModuleObject flags = other.load("flags");
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      TenonCallable wait =
          _ -> {
            inside.countDown();
            awaitQuietly(leave);
            return "done";
          };
      Future<Object> call = threads.submit(() -> flags.call("call", wait));
      inside.await();
      Thread closing = Thread.ofPlatform().start(other::close);
      while (!isRefused(flags)) {
        Thread.onSpinWait();
      }
      assertThat(closing.isAlive()).isTrue();
      leave.countDown();

      assertThat(call.get()).isEqualTo("done");
      closing.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRefused(ModuleObject flags) {
    try {
      flags.call("add", 1, 2);
      return false;
    } catch (InterpreterError _) {
      return true;
    }
  }

  @Test
  void boundFunctions_ofAClosedInterpreter_areRefused() {
    NativeWorld other = new NativeWorld();
    ModuleObject flags = other.load("flags");
    LongBinaryOperator add = flags.bind("add", LongBinaryOperator.class);
    LongSupplier alone = flags.bind("alone", LongSupplier.class);
    LongUnaryOperator together = flags.bind("together", LongUnaryOperator.class);

    other.close();

    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> add.applyAsLong(1, 2));
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(alone::getAsLong);
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> together.applyAsLong(1));
  }

  @Test
  void callWithinACall_hasAnErrorOfItsOwn() {
    TenonCallable nested =
        _ -> {
          assertThatExceptionOfType(ValueError.class)
              .isThrownBy(() -> module.call("meet_any", 0, "inner"));
          return "outer";
        };
    assertThat(module.call("call", nested)).isEqualTo("outer");
  }
}
