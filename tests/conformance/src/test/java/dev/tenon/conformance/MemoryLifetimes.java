// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.conformance.CodeLifetimes.World;
import dev.tenon.conformance.LifetimesProgram.Place;
import dev.tenon.conformance.LifetimesProgram.Row;
import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The rows about memory: resources, buffers and segments of the host.
final class MemoryLifetimes {

  private static final int SIZE = 8 << 20;
  private static final long SECONDS = 30;

  private MemoryLifetimes() {}

  static Map<String, Row> rows() {
    return Map.of(
        "LIFE-10", MemoryLifetimes::resource_isDestroyedByItsLastUser,
        "LIFE-11", MemoryLifetimes::resourceOfAClosedModule_isRefused,
        "LIFE-12", MemoryLifetimes::acquiredBuffer_outlivesItsArena,
        "LIFE-13", MemoryLifetimes::argumentOfACall_keepsItsArena,
        "LIFE-14", MemoryLifetimes::memoryThatIsGone_isRefused);
  }

  private static Resource holder(World world, Shared shared) {
    return (Resource) Objects.requireNonNull(world.module().call("holder", shared.address()));
  }

  private static void resource_isDestroyedByItsLastUser(Place place) throws Throwable {
    try (World world = World.lingers(place)) {
      Shared busy = new Shared();
      Resource used = holder(world, busy);
      CompletableFuture<Object> running = CodeLifetimes.onAThread(() -> used.call("wait"));
      busy.awaitEntered();
      used.close();
      assertThat(used.isClosed()).isTrue();
      assertThat(busy.destroyed()).isZero();
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> used.call("wait"));
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> used.get("destroyed"));
      busy.letLeave();
      assertThat(running.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(7L);
      assertThat(busy.destroyed()).isEqualTo(1);
      used.close();
      assertThat(busy.destroyed()).isEqualTo(1);

      Shared itself = new Shared();
      assertThat(holder(world, itself).call("close_itself")).isEqualTo(0L);
      assertThat(itself.destroyed()).isEqualTo(1);

      Shared looked = new Shared();
      Resource passed = holder(world, looked);
      TenonCallable close =
          _ -> {
            passed.close();
            return null;
          };
      assertThat(world.module().call("look_twice", passed, close)).isEqualTo(0L);
      assertThat(looked.destroyed()).isEqualTo(1);
    }
  }

  private static void resourceOfAClosedModule_isRefused(Place place) throws Throwable {
    World world = World.lingers(place);
    Shared busy = new Shared();
    Shared left = new Shared();
    Resource used = holder(world, busy);
    Resource unused = holder(world, left);
    CompletableFuture<Object> running = CodeLifetimes.onAThread(() -> used.call("wait"));
    busy.awaitEntered();
    used.close();
    CompletableFuture<Object> closing =
        CodeLifetimes.onAThread(() -> {
          world.close();
          return "closed";
        });
    busy.letLeave();
    assertThat(running.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(7L);
    assertThat(closing.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(busy.destroyed()).isEqualTo(1);
    assertThat(left.destroyed()).isEqualTo(1);
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> unused.call("wait"));
    unused.close();
    assertThat(left.destroyed()).isEqualTo(1);
  }

  private static void acquiredBuffer_outlivesItsArena(Place place) throws Throwable {
    try (World world = World.lingers(place)) {
      List<Function<MemorySegment, Object>> forms =
          List.of(segment -> segment, MemorySegment::asByteBuffer);
      for (Function<MemorySegment, Object> form : forms) {
        for (Arena arena : List.of(Arena.ofConfined(), Arena.ofShared())) {
          MemorySegment segment = arena.allocate(SIZE).fill((byte) 2);
          TenonCallable close =
              _ -> {
                arena.close();
                return null;
              };
          Object memory = form.apply(segment);
          assertThat(world.module().call("sum_after", memory, close)).isEqualTo(2L * SIZE);
          assertThat(world.warnings())
              .anySatisfy(warning ->
                  assertThat(warning.toString()).contains("is lost", "its arena is closed"));
          world.warnings().clear();
        }
      }
      TenonCallable nothing = _ -> null;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment open = arena.allocate(4).fill((byte) 2);
        assertThat(world.module().call("sum_after", open, nothing)).isEqualTo(8L);
        assertThat(open.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 1, 1, 1);
      }
      ByteBuffer direct = ByteBuffer.allocateDirect(4);
      world.module().call("sum_after", direct, nothing);
      assertThat(direct.get(3)).isEqualTo((byte) 1);
    }
  }

  private static void argumentOfACall_keepsItsArena(Place place) throws Throwable {
    try (World lingers = World.lingers(place);
        World held = World.held(place)) {
      for (ModuleObject module : List.of(lingers.module(), held.module())) {
        Shared shared = new Shared();
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(64);
        CompletableFuture<Object> running =
            CodeLifetimes.onAThread(() ->
                module == held.module()
                    ? module.call("held_fill", segment, 64, shared.memory())
                    : module.call("fill", segment, shared.address()));
        shared.awaitEntered();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(arena::close);
        shared.letLeave();
        assertThat(running.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(64L);
        assertThat(segment.get(ValueLayout.JAVA_BYTE, 63)).isEqualTo((byte) 3);
        arena.close();
      }
      Arena confined = Arena.ofConfined();
      MemorySegment segment = confined.allocate(16);
      TenonCallable close =
          _ -> {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(confined::close);
            return null;
          };
      assertThat(held.module().call("held_fill_after", segment, 16, close)).isEqualTo(16L);
      confined.close();
    }
  }

  private static void memoryThatIsGone_isRefused(Place place) throws Throwable {
    Arena elsewhere = Arena.ofConfined();
    MemorySegment foreign = elsewhere.allocate(16);
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(16);
    }
    Shared shared = new Shared();
    shared.letLeave();
    try (World lingers = World.lingers(place);
        World held = World.held(place)) {
      ModuleObject library = held.module();
      FillFunction bound = library.bind("held_fill", FillFunction.class);
      List<Function<MemorySegment, Object>> calls =
          List.of(
              segment -> lingers.module().call("sum_after", segment, (TenonCallable) _ -> null),
              segment -> lingers.module().call("fill", segment, shared.address()),
              segment -> library.call("held_fill", segment, 16, shared.memory()),
              segment -> library.call("held_fill", segment.asByteBuffer(), 16, shared.memory()),
              segment -> library.call("held_print", segment, "%s", "text"),
              segment -> library.call("held_print", ByteBuffer.allocateDirect(8), "%p", segment),
              segment -> bound.call(segment, 16, shared.memory()));
      for (Function<MemorySegment, Object> call : calls) {
        assertThatExceptionOfType(BufferError.class)
            .isThrownBy(() -> call.apply(closed))
            .withMessageContaining("its arena is closed");
        CompletableFuture<Object> onOther = CodeLifetimes.onAThread(() -> call.apply(foreign));
        assertThat(onOther.handle((_, thrown) -> thrown).get(SECONDS, TimeUnit.SECONDS))
            .isInstanceOf(BufferError.class)
            .hasMessageContaining("confined to another thread");
      }
    }
    elsewhere.close();
  }

  /// What `held_fill` is bound to.
  public interface FillFunction {
    long call(MemorySegment bytes, long length, MemorySegment shared);
  }
}
