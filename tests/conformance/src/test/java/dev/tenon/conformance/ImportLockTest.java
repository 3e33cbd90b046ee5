// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Import locks and threads: area LOCK. LOCK-03 is a matter of the lock table and tested beside it.
@Timeout(60)
class ImportLockTest {

  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// Runs tasks at the same time and gives their results.
  private static <T> List<T> together(ExecutorService executor, List<Callable<T>> tasks)
      throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(tasks.size());
    try (executor) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(
            executor.submit(() -> {
              barrier.await();
              return task.call();
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  /// A body that lets other threads run before it completes the module.
  private static ModuleSlot.ExecBody slow(AtomicInteger runs) {
    return module -> {
      runs.incrementAndGet();
      module.set("first", 1L);
      letOthersRun();
      module.set("last", 2L);
    };
  }

  @RepeatedTest(20)
  @Case("LOCK-01")
  void import_manyThreadsInBothOrders_runEachBodyOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    world.module("modulefinder", slow(runs)).module("random", slow(runs));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 40; thread++) {
      List<String> order = new ArrayList<>(List.of("modulefinder", "random"));
      if (thread % 2 == 1) {
        Collections.reverse(order);
      }
      tasks.add(() -> order.stream().allMatch(name -> world.loadModule(name).has("last")));
    }

    assertThat(together(Executors.newFixedThreadPool(40), tasks)).doesNotContain(false);
    assertThat(runs).hasValue(2);
  }

  @Test
  void import_thousandsOfVirtualThreads_runTheBodyOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    world.module("m", slow(runs));
    List<Callable<Object>> tasks =
        Collections.nCopies(5000, () -> world.loadModule("m").get("last"));

    assertThat(together(Executors.newVirtualThreadPerTaskExecutor(), tasks)).containsOnly(2L);
    assertThat(runs).hasValue(1);
  }

  @RepeatedTest(10)
  void import_bodyFailsAtFirst_waitersTryAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    world.module(
        "m",
        module -> {
          if (runs.incrementAndGet() < 3) {
            letOthersRun();
            throw new ZeroDivisionError("division by zero");
          }
          module.set("ready", true);
        });
    AtomicInteger failures = new AtomicInteger();
    Callable<Object> task =
        () -> {
          try {
            return world.loadModule("m").get("ready");
          } catch (ZeroDivisionError _) {
            failures.incrementAndGet();
            return null;
          }
        };

    together(Executors.newVirtualThreadPerTaskExecutor(), Collections.nCopies(100, task));

    assertThat(runs).hasValue(3);
    assertThat(failures).hasValue(2);
  }

  @RepeatedTest(20)
  @Case("LOCK-02")
  void import_cycleEnteredByTwoThreads_doesNotHang() throws Exception {
    CyclicBarrier bothInside = new CyclicBarrier(2);
    ModuleSlot.ExecBody waitForOther =
        module -> {
          bothInside.await(10, TimeUnit.SECONDS);
          World.in(module).importModule(module.name().equals("a") ? "c" : "d");
          module.set("x", module.name());
        };
    world
        .module("a", waitForOther)
        .module("b", waitForOther)
        .module("c", module -> World.in(module).importModule("b"))
        .module("d", module -> World.in(module).importModule("a"));

    List<Object> read =
        together(
            Executors.newFixedThreadPool(2),
            List.<Callable<Object>>of(
                () -> world.loadModule("a").get("x"), () -> world.loadModule("b").get("x")));

    assertThat(read).containsExactly("a", "b");
  }

  @Test
  @Case("LOCK-04")
  void body_waitsForThreadThatImportsAnotherModule_doesNotHang() {
    world
        .module(
            "outer",
            module -> {
              Thread thread = Thread.ofPlatform().start(() -> world.load("inner"));
              thread.join();
              module.set("sawInner", world.isRegistered("inner"));
            })
        .module("inner");

    assertThat(world.loadModule("outer").get("sawInner")).isEqualTo(true);
  }

  @Test
  @Case("LOCK-05")
  void import_unrelatedModules_runAtTheSameTime() throws Exception {
    CyclicBarrier bothRun = new CyclicBarrier(2);
    ModuleSlot.ExecBody meet = module -> bothRun.await(10, TimeUnit.SECONDS);
    world.module("m1", meet).module("m2", meet);

    together(
        Executors.newFixedThreadPool(2),
        List.<Callable<Object>>of(() -> world.load("m1"), () -> world.load("m2")));

    assertThat(world.ran()).containsExactlyInAnyOrder("m1", "m2");
  }

  @Test
  void halfBuiltModule_isVisibleToItsOwnThreadOnly() throws Exception {
    CountDownLatch inBody = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    world.module(
        "m",
        module -> {
          assertThat(world.load("m")).isSameAs(module);
          inBody.countDown();
          mayEnd.await();
          module.set("done", true);
        });

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> owner = executor.submit(() -> world.load("m"));
      inBody.await();
      Future<Object> other =
          executor.submit(() -> {
            ModuleObject module = world.loadModule("m");
            return module.get("done");
          });
      assertThat(other.isDone()).isFalse();
      mayEnd.countDown();

      assertThat(other.get()).isEqualTo(true);
      assertThat(owner.get()).isSameAs(world.registered("m"));
    }
  }

  @RepeatedTest(10)
  void import_packageWhoseBodyWantsASubmoduleThatOthersImport_doesNotHang() throws Exception {
    CountDownLatch inPackage = new CountDownLatch(1);
    world
        .packageOf(
            "pkg",
            module -> {
              inPackage.countDown();
              letOthersRun();
              World.in(module).importFrom(".", "sub");
            })
        .module("pkg.sub", module -> module.set("x", 1L));

    List<Object> read =
        together(
            Executors.newFixedThreadPool(2),
            List.<Callable<Object>>of(
                () -> world.loadModule("pkg").get("sub"),
                () -> {
                  inPackage.await();
                  return world.load("pkg.sub");
                }));

    assertThat(read.getFirst()).isSameAs(read.getLast());
  }

  /// A function that holds its interpreter's serial lock imports a module whose body, in another
  /// thread, wants to call such a function.
  @Test
  void import_inSerializedFunctionThatTheBodyWaitsFor_givesTheHalfBuiltModule() throws Exception {
    CountDownLatch inBody = new CountDownLatch(1);
    CountDownLatch inFunction = new CountDownLatch(1);
    world
        .finder()
        .add(
            ModuleDef.of("lib")
                .dynamic(
                    "load",
                    null,
                    (module, arguments) -> {
                      inFunction.countDown();
                      inBody.await();
                      return world.load("m");
                    })
                .dynamic("help", null, (module, arguments) -> 1L)
                .build());
    ModuleObject lib = world.loadModule("lib");
    world.module(
        "m",
        module -> {
          inBody.countDown();
          inFunction.await();
          module.set("x", lib.call("help"));
        });

    List<Object> results =
        together(
            Executors.newFixedThreadPool(2),
            List.<Callable<Object>>of(() -> world.load("m"), () -> lib.call("load")));

    assertThat(results.getLast()).isSameAs(results.getFirst());
    assertThat(world.loadModule("m").get("x")).isEqualTo(1L);
  }

  /// Modules that import each other in circles, some of which fail at first, are imported by many
  /// threads that hold no lock: such a thread never sees a half-built module.
  @RepeatedTest(5)
  void import_tangledModulesByManyThreads_givesCompleteModulesOnly() throws Exception {
    int modules = 30;
    AtomicInteger[] runs = new AtomicInteger[modules];
    for (int index = 0; index < modules; index++) {
      runs[index] = new AtomicInteger();
      describeTangled(index, modules, runs[index]);
    }
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 2000; thread++) {
      String name = "m" + thread % modules;
      tasks.add(() -> importPatiently(name).has("last"));
    }

    assertThat(together(Executors.newVirtualThreadPerTaskExecutor(), tasks)).containsOnly(true);

    // Bodies that fail by themselves do so once; bodies that fail with another one run again too.
    assertThat(runs).allMatch(count -> count.get() >= 1);
    assertThat(world.interpreter().modules().names()).contains("m0", "m" + (modules - 1));
  }

  private void describeTangled(int index, int modules, AtomicInteger runs) {
    world.module(
        "m" + index,
        module -> {
          int run = runs.incrementAndGet();
          module.set("first", 1L);
          letOthersRun();
          World.in(module).importModule("m" + (index * 7 + 3) % modules);
          World.in(module).importModule("m" + (index * 11 + 5) % modules);
          if (index % 10 == 0 && run == 1) {
            throw new ZeroDivisionError("division by zero");
          }
          module.set("last", 2L);
        });
  }

  private ModuleObject importPatiently(String name) {
    while (true) {
      try {
        return world.loadModule(name);
      } catch (ZeroDivisionError _) {
        letOthersRun();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // Only to make more interleavings likely.
  private static void letOthersRun() {
    Thread.yield();
  }
}
