// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.ModuleWatch;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules in Java whose jar is replaced while they are loaded.
class JarUpgradeTest {

  private static final String FIRST =
      """
      package plugin;

      import dev.tenon.module.*;
      import java.lang.invoke.MethodHandles;
      import java.util.List;

      public final class Provider implements ModuleProvider {
        public static final class State {
          private long count;
          public synchronized long next() { return ++count; }
        }

        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(
              ModuleDef.of("ticks")
                  .state(State.class, State::new)
                  .stateVersion(1)
                  .threads(ThreadSupport.%s)
                  .typed("next", "(state) -> i64", "Counts.", MethodHandles.lookup())
                  .dynamic("also_next", null, (module, a) -> module.state(State.class).next())
                  .dynamicWithKeywords("named_next", null, (module, a, named) ->
                      module.state(State.class).next())
                  .dynamic("gone", null, (module, a) -> "still there")
                  .constant("version", 1)
                  .interpreters(InterpreterSupport.ISOLATED)
                  .build());
        }
      }
      """;

  private static final String SECOND =
      """
      package plugin;

      import dev.tenon.module.*;
      import java.lang.invoke.MethodHandles;
      import java.util.List;

      public final class Provider implements ModuleProvider {
        public static final class State {
          private long total;
          public synchronized long next() { return ++total; }
        }

        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(
              ModuleDef.of("ticks")
                  .state(State.class, State::new)
                  .stateVersion(2)
                  .upgrade((module, earlier) -> {
                    if (earlier.version() != 1) {
                      throw new IllegalStateException("a state of version " + earlier.version());
                    }
                    module.state(State.class).total = (Long) earlier.get("%2$s");
                  })
                  .threads(ThreadSupport.%1$s)
                  .typed("next", "(state) -> i64", "Counts.", MethodHandles.lookup())
                  .dynamic("also_next", null, (module, a) -> module.state(State.class).next())
                  .dynamicWithKeywords("named_next", null, (module, a, named) ->
                      module.state(State.class).next())
                  .constant("version", 2)
                  .interpreters(InterpreterSupport.ISOLATED)
                  .build());
        }
      }
      """;

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private Interpreter interpreter = Interpreter.builder().build();
  private ModuleObject module = interpreter.main();

  @BeforeEach
  void load() throws IOException {
    interpreter.close();
    Path jar = folder.resolve("ticks.jar");
    write(FIRST.formatted("SERIALIZED"));
    interpreter =
        Interpreter.builder()
            .path(jar.toString())
            .onWarning(warning -> warnings.add(warning.message()))
            .build();
    module = interpreter.importModule("ticks");
  }

  @AfterEach
  void close() {
    interpreter.close();
  }

  private void write(String provider) throws IOException {
    Path next =
        TestJars.ofSources(folder.resolve("next.jar"), Map.of("plugin/Provider.java", provider));
    Files.move(next, folder.resolve("ticks.jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void upgrade() throws IOException {
    write(SECOND.formatted("SERIALIZED", "count"));
    assertThat(interpreter.reload(module)).isSameAs(module);
  }

  @Test
  void newerJar_reloaded_takesTheStateOver() throws IOException {
    module.call("next");
    module.call("also_next");
    module.call("named_next");

    upgrade();

    assertThat(warnings).isEmpty();
    assertThat(module.get("version")).isEqualTo(2);
    assertThat(module.call("next")).isEqualTo(4L);
    assertThat(module.call("also_next")).isEqualTo(5L);
    assertThat(module.call("named_next")).isEqualTo(6L);
  }

  @Test
  void functionsOfTheEarlierVersion_afterwards_areRefused() throws IOException {
    LongSupplier bound = module.bind("next", LongSupplier.class);
    LongSupplier dynamic = module.bind("also_next", LongSupplier.class);
    Object gone = module.get("gone");
    assertThat(bound.getAsLong()).isEqualTo(1L);

    upgrade();

    String expected = "this belongs to an earlier version of module 'ticks'";
    for (LongSupplier each : List.of(bound, dynamic)) {
      assertThatExceptionOfType(InterpreterError.class)
          .isThrownBy(each::getAsLong)
          .withMessageStartingWith(expected);
    }
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> ((dev.tenon.value.TenonCallable) gone).call())
        .withMessageStartingWith(expected);
    assertThat(module.call("next")).isEqualTo(2L);
    assertThat(module.dir()).contains("next").doesNotContain("gone");
  }

  @Test
  void boundToTheLatest_followsTheUpgrade() throws IOException {
    LongSupplier typed = module.bindLatest("next", LongSupplier.class);
    LongSupplier dynamic = module.bindLatest("also_next", LongSupplier.class);
    assertThat(typed.getAsLong()).isEqualTo(1L);
    assertThat(dynamic.getAsLong()).isEqualTo(2L);

    upgrade();

    assertThat(typed.getAsLong()).isEqualTo(3L);
    assertThat(dynamic.getAsLong()).isEqualTo(4L);
    assertThat(typed.getAsLong()).isEqualTo(5L);
  }

  @Test
  void boundToTheLatest_whoseSuccessorDoesNotFit_saysSo() throws IOException {
    LongSupplier next = module.bindLatest("next", LongSupplier.class);
    write(
        SECOND
            .formatted("SERIALIZED", "count")
            .replace("synchronized long next()", "synchronized String next()")
            .replace("return ++total", "return \"\" + ++total")
            .replace("(state) -> i64", "(state) -> str"));
    interpreter.reload(module);

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(next::getAsLong)
        .withMessageContaining("cannot bind 'next' to LongSupplier");
    assertThat(module.call("next")).isEqualTo("1");
  }

  @Test
  void boundToTheLatest_afterTheEnd_isRefusedLikeAnyOther() {
    LongSupplier next = module.bindLatest("next", LongSupplier.class);
    interpreter.close();

    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(next::getAsLong)
        .withMessageContaining("was closed with its interpreter");
  }

  @Test
  void upgradeThatFails_leavesTheEarlierVersionAsItWas() throws IOException {
    LongSupplier bound = module.bind("next", LongSupplier.class);
    assertThat(bound.getAsLong()).isEqualTo(1L);
    write(SECOND.formatted("SERIALIZED", "cuont"));

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> interpreter.reload(module))
        .withMessage("the state of version 1 has no field 'cuont'; it has count");

    assertThat(bound.getAsLong()).isEqualTo(2L);
    assertThat(module.call("also_next")).isEqualTo(3L);
    assertThat(module.get("version")).isEqualTo(1);
    upgrade();
    assertThat(module.call("next")).isEqualTo(4L);
  }

  @Test
  void newerJarWithoutUpgrade_isNotLoadedAndSaysWhy() throws IOException {
    write(FIRST.formatted("SERIALIZED").replace("stateVersion(1)", "stateVersion(2)"));

    interpreter.reload(module);

    assertThat(module.get("version")).isEqualTo(1);
    assertThat(warnings.toString()).contains("the new one 2 and no upgrade slot");
  }

  @Test
  void loadedVersionWithoutANumber_isNotReplaced() throws IOException {
    interpreter.close();
    write(FIRST.formatted("SERIALIZED").replace(".stateVersion(1)", ""));
    load(folder.resolve("ticks.jar"));
    upgrade();

    assertThat(module.get("version")).isEqualTo(1);
    assertThat(warnings.toString()).contains("the loaded version declares state version 0");
  }

  private void load(Path jar) {
    interpreter =
        Interpreter.builder()
            .path(jar.toString())
            .onWarning(warning -> warnings.add(warning.message()))
            .build();
    module = interpreter.importModule("ticks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERIALIZED", "FREE"})
  void callsDuringTheUpgrade_areNeitherLostNorRefused(String threads) throws Exception {
    interpreter.close();
    write(FIRST.formatted(threads));
    load(folder.resolve("ticks.jar"));
    LongSupplier latest = module.bindLatest("next", LongSupplier.class);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong made = new AtomicLong();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    CountDownLatch calling = new CountDownLatch(8);
    for (int index = 0; index < 8; index++) {
      Runnable call =
          switch (index % 4) {
            case 0 -> () -> module.call("next");
            case 1 -> () -> module.call("also_next");
            case 2 -> () -> module.callWith("named_next", Map.of());
            default -> () -> assertThat(latest.getAsLong()).isPositive();
          };
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!stop.get()) {
                  try {
                    call.run();
                    made.incrementAndGet();
                    calling.countDown();
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                  Thread.onSpinWait();
                }
              }));
    }
    calling.await();

    write(SECOND.formatted(threads, "count"));
    interpreter.reload(module);
    long then = made.get();
    Awaitility.await().until(() -> made.get() > then + 100);
    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(failures).isEmpty();
    assertThat(module.get("version")).isEqualTo(2);
    assertThat(module.call("next")).isEqualTo(made.get() + 1);
  }

  @Test
  void classesOfTheEarlierVersion_areNotKept() throws IOException {
    WeakReference<Object> earlier = new WeakReference<>(loaderOf(module));
    upgrade();

    Awaitility.await()
        .until(() -> {
          System.gc();
          return earlier.get() == null;
        });
    assertThat(module.call("next")).isEqualTo(1L);
  }

  @Test
  void watchedJar_isReloadedWhenItChanges() throws Exception {
    module.call("next");
    List<ModuleWatch.Change> changes = new CopyOnWriteArrayList<>();
    try (ModuleWatch _ = interpreter.watch(changes::add)) {
      Files.writeString(folder.resolve("ticks.jar"), "no jar");
      Awaitility.await().until(() -> changes.size() == 1);
      assertThat(changes.getFirst().module()).isSameAs(module);
      assertThat(changes.getFirst().failure()).isNotNull();
      assertThat(module.call("next")).isEqualTo(2L);

      write(SECOND.formatted("SERIALIZED", "count"));
      Awaitility.await().until(() -> changes.size() == 2);
      assertThat(changes.getLast().failure()).isNull();
      assertThat(module.call("next")).isEqualTo(3L);
    }
    assertThat(module.get("version")).isEqualTo(2);
    interpreter.close();
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> interpreter.watch(changes::add));
  }

  @Test
  void watchedJarBelowAFolderThatEndsAsArchivesDo_isReloadedWhenItChanges() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("odd!"));
    Path jar = Files.copy(folder.resolve("ticks.jar"), odd.resolve("ticks.jar"));
    List<ModuleWatch.Change> changes = new CopyOnWriteArrayList<>();
    try (Interpreter other = Interpreter.builder().path(jar.toString()).build()) {
      ModuleObject ticks = other.importModule("ticks");
      try (ModuleWatch _ = other.watch(changes::add)) {
        write(SECOND.formatted("SERIALIZED", "count"));
        Files.copy(folder.resolve("ticks.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await().until(() -> !changes.isEmpty());
      }
      assertThat(changes.getFirst().failure()).isNull();
      assertThat(ticks.get("version")).isEqualTo(2);
    }
  }

  private static Object loaderOf(ModuleObject module) {
    return ((dev.tenon.module.FunctionObject) module.get("gone"))
        .module()
        .state(Object.class)
        .getClass()
        .getClassLoader();
  }
}
