// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.ModuleObject;
import dev.tenon.search.PathEntryFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host supplies to the search is called by one thread at a time, and nobody hangs for it.
@Timeout(60)
class FinderThreadsTest {

  private static final int THREADS = 8;

  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// Notes whether a piece of code is ever run by two threads at once. It lets others run
  /// meanwhile.
  private static final class Sole {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean shared = new AtomicBoolean();
    private int unguarded;

    void run() {
      shared.compareAndSet(false, inside.incrementAndGet() > 1);
      int before = unguarded;
      for (int turn = 0; turn < 20_000; turn++) {
        Thread.onSpinWait();
      }
      unguarded = before + 1;
      inside.decrementAndGet();
    }
  }

  private void together(Consumer<Integer> task) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int number = 0; number < THREADS; number++) {
      int own = number;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  barrier.await();
                  task.accept(own);
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }

  @RepeatedTest(5)
  void finder_ofTheHost_isCalledByOneThreadAtATime() throws Exception {
    Sole sole = new Sole();
    for (int number = 0; number < THREADS; number++) {
      world.module("m" + number);
    }
    world
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> {
          sole.run();
          return null;
        });

    together(number -> world.load("m" + number));

    assertThat(sole.shared).isFalse();
    assertThat(sole.unguarded).isEqualTo(THREADS);
  }

  @RepeatedTest(5)
  void pathHookAndItsFinder_areCalledByOneThreadAtATime() throws Exception {
    Sole hooks = new Sole();
    Sole searches = new Sole();
    PathEntryFinder finder =
        (name, target) -> {
          searches.run();
          return null;
        };
    world
        .imports()
        .pathHooks()
        .addFirst(entry -> {
          hooks.run();
          return finder;
        });
    world.imports().path().add("some-entry");

    together(number -> world.imports().findSpec("m" + number));

    assertThat(hooks.shared).isFalse();
    assertThat(hooks.unguarded).isEqualTo(1);
    assertThat(searches.shared).isFalse();
    assertThat(searches.unguarded).isEqualTo(THREADS);
  }

  @RepeatedTest(5)
  void lazyFilter_isCalledByOneThreadAtATime() throws Exception {
    Sole sole = new Sole();
    world.module("user");
    ModuleObject user = world.loadModule("user");
    world
        .imports()
        .setLazyFilter((importer, name, names) -> {
          sole.run();
          return true;
        });

    together(number -> world.imports().statementsOf(user).lazy().importModule("m" + number));

    assertThat(sole.shared).isFalse();
    assertThat(sole.unguarded).isEqualTo(THREADS);
  }

  @Test
  void finder_thatImportsWhatAnotherThreadImports_doesNotHang() throws Exception {
    CountDownLatch bodyRuns = new CountDownLatch(1);
    CountDownLatch finderRuns = new CountDownLatch(1);
    world.module("other").module("last");
    world.module(
        "held",
        module -> {
          bodyRuns.countDown();
          finderRuns.await();
          World.in(module).importModule("last");
        });
    world
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> {
          if (name.equals("other")) {
            finderRuns.countDown();
            world.load("held");
          }
          return null;
        });
    Thread holder = Thread.ofPlatform().start(() -> world.load("held"));
    bodyRuns.await();

    world.load("other");
    holder.join();

    assertThat(world.ran()).contains("held", "last", "other");
  }

  @Test
  void finder_thatWaitsForAThreadThatImports_doesNotHang() {
    Set<String> imported = ConcurrentHashMap.newKeySet();
    world.module("m");
    for (int number = 0; number < 20; number++) {
      world.module("n" + number);
    }
    world
        .imports()
        .metaPath()
        .addFirst((name, path, target) -> {
          if (name.equals("m")) {
            Thread thread =
                Thread.ofPlatform()
                    .start(() -> {
                      for (int number = 0; number < 20; number++) {
                        world.load("n" + number);
                        imported.add("n" + number);
                      }
                    });
            join(thread);
          }
          return null;
        });

    world.load("m");

    assertThat(imported).hasSize(20);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "as", "from", "byName", "lazy"})
  void thread_thatAPackageBodyJoins_importsASubmodule(String form) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    world.module("pkg.sub", module -> module.set("x", 1L));
    world.packageOf(
        "pkg",
        module -> {
          ModuleObject user = world.interpreter().newModule("user");
          Thread thread =
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      importSubmodule(form, user);
                    } catch (Throwable e) {
                      failure.set(e);
                    }
                  });
          thread.join();
        });

    world.load("pkg");

    assertThat(failure.get()).isNull();
    assertThat(world.ran()).containsExactly("pkg", "pkg.sub");
  }

  private void importSubmodule(String form, ModuleObject user) {
    switch (form) {
      case "import" -> world.imports().statementsOf(user).importModule("pkg.sub");
      case "as" -> world.imports().statementsOf(user).importModuleAs("pkg.sub", "s");
      case "from" -> world.imports().statementsOf(user).importFrom("pkg.sub", "x");
      case "byName" -> world.load("pkg.sub");
      default -> {
        world.imports().statementsOf(user).lazy().importModule("pkg.sub");
        Object _ = user.get("pkg");
      }
    }
  }
}
