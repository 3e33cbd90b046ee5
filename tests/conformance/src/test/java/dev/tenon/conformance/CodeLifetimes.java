// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CObject;
import dev.tenon.conformance.LifetimesProgram.Place;
import dev.tenon.conformance.LifetimesProgram.Row;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.awaitility.Awaitility;

/// The rows about code of private images: functions, pointers, and what the system can call.
final class CodeLifetimes {

  private static final int ROUNDS = 20;
  private static final long SEGMENTS = 5;
  private static final Duration MOST = Duration.ofSeconds(30);

  private CodeLifetimes() {}

  static Map<String, Row> rows() {
    return Map.of(
        "LIFE-01", CodeLifetimes::runningCalls_areAwaited,
        "LIFE-02", CodeLifetimes::handles_callNothingThatIsGone,
        "LIFE-03", CodeLifetimes::functionsOfLibraries_areAwaitedAndEnd,
        "LIFE-04", CodeLifetimes::pointersOfLibraries_end,
        "LIFE-05", CodeLifetimes::valuesOfThreads_keepTheImage,
        "LIFE-06", CodeLifetimes::runningThreads_keepTheImage,
        "LIFE-07", CodeLifetimes::signalHandlers_keepTheImage,
        "LIFE-08", CodeLifetimes::exitFunctions_endWithTheImage,
        "LIFE-09", CodeLifetimes::callsWithoutStack_areRefused);
  }

  /// An interpreter with a private image, and what it warned of.
  record World(Interpreter interpreter, ModuleObject module, List<Warning> warnings)
      implements AutoCloseable {

    static World lingers(Place place) {
      return open("lingers", place.fixtures());
    }

    /// The plain C library, declared in a folder beside it.
    static World held(Place place) throws IOException {
      Path folder = Files.createTempDirectory(place.scratch(), "held");
      Files.copy(place.fixtures().resolve("held.so"), folder.resolve("held.so"));
      try (InputStream text = CodeLifetimes.class.getResourceAsStream("held.cdef.h")) {
        Files.copy(Objects.requireNonNull(text), folder.resolve("held.cdef.h"));
      }
      return open("held", folder);
    }

    private static World open(String name, Path folder) {
      List<Warning> warnings = new CopyOnWriteArrayList<>();
      Interpreter interpreter =
          Interpreter.builder().path(folder).privateImage(name).onWarning(warnings::add).build();
      return new World(interpreter, interpreter.importModule(name), warnings);
    }

    @Override
    public void close() {
      interpreter.close();
    }
  }

  static <T> CompletableFuture<T> onAThread(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> {
          try {
            result.complete(action.call());
          } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
          }
        });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static <T> T get(CompletableFuture<T> result) throws Exception {
    return result.get(MOST.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isMapped(String name) {
    return ImageMaps.names().contains(name);
  }

  private interface WayToWait {
    Object call(ModuleObject module, Shared shared) throws Throwable;
  }

  private static void runningCalls_areAwaited(Place place) throws Throwable {
    List<WayToWait> ways =
        List.of(
            (module, shared) -> module.call("wait", shared.address()),
            (module, shared) ->
                module.bind("wait", LongUnaryOperator.class).applyAsLong(shared.address()),
            (module, shared) -> (long) module.handle("wait").invokeExact(shared.address()),
            (module, shared) -> module.call("wait_dynamic", shared.address()),
            (module, shared) -> module.call("fill", new byte[4], shared.address()));
    for (WayToWait way : ways) {
      World world = World.lingers(place);
      closeDuring(world, way, "wait");
      assertThat(isMapped("lingers.so")).isFalse();
    }
  }

  /// Closes while a call runs on another thread: the call comes to its end before.
  private static void closeDuring(World world, WayToWait way, String function) throws Exception {
    Shared shared = new Shared();
    CompletableFuture<Object> running =
        onAThread(() -> {
          try {
            return way.call(world.module(), shared);
          } catch (Exception | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
        });
    shared.awaitEntered();
    CompletableFuture<Object> closing =
        onAThread(() -> {
          world.close();
          return "closed";
        });
    Awaitility.await().atMost(MOST).until(() -> isRefused(world.module(), function));
    assertThat(closing).isNotDone();
    assertThat(running).isNotDone();

    shared.letLeave();

    assertThat(get(running)).isIn(7L, 4L);
    assertThat(get(closing)).isEqualTo("closed");
    assertThat(isRefused(world.module(), function)).isTrue();
  }

  private static boolean isRefused(ModuleObject module, String function) {
    Shared left = new Shared();
    left.letLeave();
    try {
      module.call(function, function.startsWith("held") ? left.memory() : left.address());
      return false;
    } catch (InterpreterError _) {
      return true;
    }
  }

  private static void handles_callNothingThatIsGone(Place place) throws Throwable {
    for (int round = 0; round < ROUNDS; round++) {
      World world = World.lingers(place);
      ModuleObject module = world.module();
      LongUnaryOperator add = module.bind("add", LongUnaryOperator.class);
      LongUnaryOperator fast = module.bind("add_fast", LongUnaryOperator.class);
      MethodHandle handle = module.handle("add");
      List<CompletableFuture<Object>> callers =
          List.of(
              untilRefused(() -> add.applyAsLong(1)),
              untilRefused(() -> fast.applyAsLong(1)),
              untilRefused(() -> (long) handle.invokeExact(1L)),
              untilRefused(() -> module.call("add", 1)));
      assertThat(fast.applyAsLong(1)).isPositive();
      world.close();
      for (CompletableFuture<Object> caller : callers) {
        assertThat(get(caller)).isInstanceOf(InterpreterError.class);
      }
      assertThat(isMapped("lingers.so")).isFalse();
    }
  }

  private interface Call {
    Object call() throws Throwable;
  }

  private static CompletableFuture<Object> untilRefused(Call call) {
    return onAThread(() -> {
      while (true) {
        try {
          Object _ = call.call();
        } catch (Throwable refusal) {
          return refusal;
        }
      }
    });
  }

  private static void functionsOfLibraries_areAwaitedAndEnd(Place place) throws Throwable {
    List<WayToWait> ways =
        List.of(
            (module, shared) -> module.call("held_wait", shared.memory()),
            (module, shared) ->
                module.bind("held_wait", SegmentFunction.class).call(shared.memory()),
            (module, shared) -> module.call("held_fill", new byte[4], 4, shared.memory()));
    for (WayToWait way : ways) {
      closeDuring(World.held(place), way, "held_wait");
      assertThat(isMapped("held.so")).isFalse();
    }
  }

  /// What `held_wait` is bound to.
  public interface SegmentFunction {
    long call(MemorySegment shared);
  }

  private static void pointersOfLibraries_end(Place place) throws Throwable {
    World world = World.held(place);
    CObject table = (CObject) Objects.requireNonNull(world.module().call("held_table"));
    CObject whole = (CObject) Objects.requireNonNull(table.as("long[4]").at(0));
    MemorySegment memory = whole.segment();
    TenonCallable step = (TenonCallable) Objects.requireNonNull(world.module().call("held_step"));
    assertThat(table.at(1)).isEqualTo(2L);
    assertThat(memory.byteSize()).isEqualTo(32);
    assertThat(step.call(21)).isEqualTo(42L);

    world.close();

    assertThat(isMapped("held.so")).isFalse();
    for (Call late :
        List.<Call>of(
            () -> table.at(1),
            () -> {
              table.put(1, 5);
              return "written";
            },
            () -> table.bytes(8),
            whole::segment,
            () -> step.call(1))) {
      assertThatExceptionOfType(InterpreterError.class).isThrownBy(late::call);
    }
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
  }

  private static void assertStays(World world, String reason) {
    world.close();
    assertThat(world.warnings())
        .anySatisfy(warning -> assertThat(warning.toString()).contains("stays mapped", reason));
    assertThat(isMapped("lingers.so")).isTrue();
  }

  /// What stayed is unmapped when the next image is made or closed.
  private static void assertIsUnmappedLater(Place place) {
    Awaitility.await()
        .atMost(MOST)
        .until(() -> {
          World.lingers(place).close();
          return !isMapped("lingers.so");
        });
  }

  private static void valuesOfThreads_keepTheImage(Place place) throws Throwable {
    Shared shared = new Shared();
    World world = World.lingers(place);
    FutureTask<Void> keeping =
        new FutureTask<>(() -> {
          assertThat(world.module().call("keep_value", shared.address())).isEqualTo(0L);
          assertStays(world, "have a destructor in it");
          return null;
        });
    Thread thread = new Thread(keeping);
    thread.start();
    keeping.get(MOST.toSeconds(), TimeUnit.SECONDS);
    thread.join();
    shared.awaitDestroyed(1);
    assertIsUnmappedLater(place);

    for (int round = 0; round < 200; round++) { // a thread that does not end: few are kept for it
      World next = World.lingers(place);
      next.module().call("keep_value", shared.address());
      next.close();
    }
    assertThat(ImageMaps.names().stream().filter("lingers.so"::equals).count())
        .isLessThan(100 * SEGMENTS);
  }

  private static void runningThreads_keepTheImage(Place place) throws Throwable {
    for (String start : List.of("start", "start_exiting", "start_c11")) {
      Shared shared = new Shared();
      World world = World.lingers(place);
      assertThat(world.module().call(start, shared.address())).isEqualTo(0L);
      shared.awaitEntered();
      assertStays(world, "threads that it started");
      shared.letLeave();
    }
    Shared shared = new Shared();
    shared.letLeave();
    World joined = World.lingers(place);
    assertThat(joined.module().call("start_and_join", shared.address())).isEqualTo(7L);
    joined.close();
    assertThat(joined.warnings()).isEmpty();
  }

  private static void signalHandlers_keepTheImage(Place place) throws IOException {
    World world = World.lingers(place);
    assertThat(world.module().call("handle_signal")).isEqualTo(0L);
    assertStays(world, "the handler of signal");
    World other = World.lingers(place);
    assertThat(other.module().call("ignore_signal")).isEqualTo(0L);
    other.close();
    assertThat(other.warnings()).isEmpty();
  }

  private static void exitFunctions_endWithTheImage(Place place) {
    World world = World.lingers(place);
    assertThat(world.module().call("register_all")).isEqualTo(0L);
    world.close();
    assertThat(world.warnings()).isEmpty();
  }

  private static void callsWithoutStack_areRefused(Place place) throws Throwable {
    World lingers = World.lingers(place);
    World held = World.held(place);
    ModuleObject module = lingers.module();
    TenonCallable named = (TenonCallable) Objects.requireNonNull(module.get("need_named"));
    List<Call> calls =
        List.of(
            () -> module.call("need", 200),
            () -> module.call("need_dynamic", 200),
            () -> named.callWith(Map.of(), 200),
            () -> module.call("need_real", 200.0),
            () -> module.call("need_text", "text", 200),
            () -> held.module().call("held_need", 200));
    for (Call call : calls) {
      assertThat(call.call()).isNotNull();
      Throwable refusal = get(onAThread(() -> atTheEndOfTheStack(call)));
      assertThat(refusal).isInstanceOf(RecursionError.class).hasMessageContaining("256 KiB");
      assertThat(call.call()).isNotNull();
    }
    lingers.close();
    held.close();
  }

  /// What a call throws where the stack has ended.
  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private static Throwable atTheEndOfTheStack(Call call) throws Exception {
    try {
      Throwable thrown = atTheEndOfTheStack(call);
      return thrown;
    } catch (StackOverflowError _) {
      try {
        Object _ = call.call();
        return new AssertionError("the call was made");
      } catch (RecursionError inJava) {
        if (inJava.getCause() instanceof StackOverflowError again) {
          throw again; // too near to the end for Java: one frame above it is tried again
        }
        return inJava;
      } catch (TenonError refusal) {
        return refusal;
      } catch (StackOverflowError again) {
        throw again; // too near to the end for Java: one frame above it is tried again
      } catch (Throwable other) {
        return other;
      }
    }
  }

  /// Leaves the process with all of it in use.
  static void leaveInUse(Place place) throws IOException, ExecutionException, InterruptedException {
    List<World> open = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      World world = World.lingers(place);
      ModuleObject module = world.module();
      Shared shared = new Shared();
      module.call("register_all");
      module.call("handle_signal");
      module.call("start", shared.address());
      module.call("keep_value", shared.address());
      CompletableFuture<Object> _ = onAThread(() -> module.call("wait", new Shared().address()));
      shared.awaitEntered();
      open.add(world);
    }
    World closed = World.lingers(place);
    closed.module().call("keep_value", new Shared().address());
    closed.module().call("register_all");
    closed.close();
    assertThat(open).hasSize(2);
  }
}
