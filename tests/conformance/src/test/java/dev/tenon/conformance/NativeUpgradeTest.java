// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules whose library is rebuilt with another layout of the state while they are loaded.
class NativeUpgradeTest {

  @TempDir private Path folder;
  private NativeWorld world;
  private ModuleObject module = new ModuleObject("not loaded");

  @BeforeEach
  void load() throws IOException {
    world = new NativeWorld(folder);
    put("upgradable_1");
    module = world.load("upgradable");
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private void put(String fixture) throws IOException {
    // A new file, as a linker makes it: the old one stays mapped.
    Path made = folder.resolve("upgradable.new");
    Files.copy(NativeWorld.FIXTURES.resolve(fixture + ".so"), made);
    Files.move(
        made,
        folder.resolve("upgradable.so"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    world.interpreter().imports().invalidateCaches();
  }

  private void reloadAs(String fixture) throws IOException {
    put(fixture);
    assertThat(world.interpreter().reload(module)).isSameAs(module);
  }

  @Test
  void newerVersion_reloaded_takesTheStateOver() throws IOException {
    List<String> object = List.of("kept");
    module.call("next");
    module.call("next");
    module.call("hold", object);

    reloadAs("upgradable_2");

    assertThat(module.call("next")).isEqualTo(12L);
    assertThat(module.call("dynamic_next")).isEqualTo(22L);
    assertThat(module.call("describe")).isEqualTo("counter 1 to 2, 0");
    assertThat(module.call("held")).isSameAs(object);
    assertThat(module.get("version")).isEqualTo(2L);
  }

  @Test
  void newerVersion_atTheEnd_isFreedOnceByItsOwnCode() throws IOException {
    reloadAs("upgradable_2");

    world.close();

    assertThat(world.errorText()).isEqualTo("free 2\n");
  }

  @Test
  void whatEarlierVersionMade_afterTheUpgrade_raises() throws IOException {
    LongSupplier bound = module.bind("next", LongSupplier.class);
    ModuleFunction dynamic = (ModuleFunction) module.get("dynamic_next");
    ModuleFunction neverCalled = (ModuleFunction) module.get("next");
    Resource thing = (Resource) module.call("thing");
    assertThat(bound.getAsLong()).isEqualTo(1L);

    reloadAs("upgradable_2");

    String expected = "this belongs to an earlier version of module 'upgradable'";
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(bound::getAsLong)
        .withMessageStartingWith(expected);
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(dynamic::call)
        .withMessageStartingWith(expected);
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(neverCalled::call)
        .withMessageStartingWith(expected);
    assertThat(thing.isClosed()).isTrue();
    assertThat(module.call("next")).isEqualTo(11L);
  }

  @Test
  void failedUpgrade_leavesTheEarlierVersionAsItWas() throws IOException {
    ModuleFunction next = (ModuleFunction) module.get("next");
    next.call();
    Resource thing = (Resource) module.call("thing");
    put("upgradable_bad");

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.interpreter().reload(module))
        .withMessage("unknown state");

    assertThat(next.call()).isEqualTo(2L);
    assertThat(module.get("next")).isSameAs(next);
    assertThat(module.get("version")).isEqualTo(1L);
    assertThat(thing.isClosed()).isFalse();
    reloadAs("upgradable_2");
    assertThat(module.call("next")).isEqualTo(12L);
    world.close();
    assertThat(world.errorText()).isEqualTo("free 2\n");
  }

  @Test
  @Case("RELOAD-06")
  void sameVersionOrOlder_reloaded_changesNothing() throws IOException {
    module.call("next");
    reloadAs("upgradable_1");
    assertThat(module.call("next")).isEqualTo(2L);

    reloadAs("upgradable_2");
    reloadAs("upgradable_1");
    assertThat(module.get("version")).isEqualTo(2L);
    assertThat(module.call("next")).isEqualTo(12L);
  }

  @Test
  void callsByName_whileTheModuleIsReplaced_goToTheSuccessor() throws Exception {
    int callers = 6;
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch calling = new CountDownLatch(callers);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    for (int index = 0; index < callers; index++) {
      String function = index % 2 == 0 ? "next" : "dynamic_next";
      threads.execute(() -> {
        long last = 0;
        while (!stop.get()) {
          try {
            last = (Long) module.call(function);
            calling.countDown();
          } catch (RuntimeException e) {
            failures.add(e);
          }
          Thread.onSpinWait();
        }
        assertThat(last).isPositive();
      });
    }
    calling.await();

    reloadAs("upgradable_2");
    stop.set(true);
    threads.close();

    assertThat(failures).isEmpty();
    assertThat(module.get("version")).isEqualTo(2L);
  }

  @Test
  void callByName_byTheHolderOfTheLockOfSerializedModules_letsTheReplacementGoOn()
      throws Exception {
    Lock lock = ModuleOwner.of(world.interpreter().main()).serialLock();
    CountDownLatch locked = new CountDownLatch(1);
    FutureTask<Object> caller =
        new FutureTask<>(() -> {
          lock.lock();
          try {
            locked.countDown();
            while (Modules.replacerOf(module) == null) {
              Thread.onSpinWait();
            }
            return module.call("next");
          } finally {
            lock.unlock();
          }
        });
    Thread.ofPlatform().start(caller);
    locked.await();

    reloadAs("upgradable_2");

    assertThat(caller.get()).isInstanceOf(Long.class);
    assertThat(module.get("version")).isEqualTo(2L);
  }

  @Test
  void upgradeThatFails_lettingCallsWait_leavesTheOldVersion() throws Exception {
    put("upgradable_bad");

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> world.interpreter().reload(module));

    assertThat(Modules.replacerOf(module)).isNull();
    assertThat(module.call("next")).isEqualTo(1L);
  }
}
