// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Interpreters of one process that have each chosen a backend.
class BackendChoiceTest {

  @TempDir private Path folder;
  private Interpreter onFfm;
  private Interpreter onJnr;

  @BeforeEach
  void open() {
    onFfm = on("ffm");
    onJnr = on("jnr");
  }

  @AfterEach
  void close() {
    onFfm.close();
    onJnr.close();
  }

  private Interpreter on(String backend) {
    return Interpreter.builder()
        .nativeBackend(backend)
        .path(NativeWorld.FIXTURES)
        .path(folder)
        .build();
  }

  /// The backend whose classes are on the stack.
  private static String backendOfCaller() {
    return StackWalker.getInstance()
            .walk(frames ->
                frames.anyMatch(frame -> frame.getClassName().startsWith("com.kenai.jffi.")))
        ? "jnr"
        : "ffm";
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffm", "jnr"})
  void module_callsAndIsCalled_throughTheBackendOfItsInterpreter(String backend) {
    ModuleObject functions = (backend.equals("jnr") ? onJnr : onFfm).importModule("functions");
    List<String> seen = new ArrayList<>();
    TenonCallable callable =
        arguments -> {
          seen.add(backendOfCaller());
          return arguments[0];
        };

    assertThat(functions.call("call", callable, 5L)).isEqualTo(5L);
    assertThat(seen).containsExactly(backend);
  }

  @Test
  void oneModule_inTwoInterpreters_hasStateAndErrorsOfItsOwn() {
    ModuleObject first = onFfm.importModule("functions");
    ModuleObject second = onJnr.importModule("functions");

    for (int round = 0; round < 3; round++) {
      assertThat(first.call("same", "one")).isEqualTo("one");
      assertThat(second.call("same", "other")).isEqualTo("other");
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> first.call("fail", 3));
      assertThat(second.bind("i32", IntUnaryOperator.class).applyAsInt(-9)).isEqualTo(9);
      assertThatExceptionOfType(OverflowError.class).isThrownBy(() -> second.call("fail", 4));
      assertThat(first.bind("i32", IntUnaryOperator.class).applyAsInt(8)).isEqualTo(-8);
    }
  }

  @Test
  void callThatNestsBothBackends_reachesEachOfThem() {
    ModuleObject first = onFfm.importModule("functions");
    ModuleObject second = onJnr.importModule("functions");
    TenonCallable inner = arguments -> (long) arguments[0] + 1;
    TenonCallable middle = arguments -> second.call("call", inner, arguments[0]);
    TenonCallable outer = arguments -> first.call("call", middle, arguments[0]);

    assertThat(second.call("call", outer, 40L)).isEqualTo(41L);
  }

  @Test
  void bothBackends_onManyThreads_doNotMix() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      ModuleObject module = (number % 2 == 0 ? onFfm : onJnr).importModule("free_threads");
      String text = "thread " + number;
      tasks.add(() -> {
        for (int round = 0; round < 500; round++) {
          assertThat(module.call("twice", text)).isEqualTo(text + text);
        }
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  @Test
  void moduleForOneLoadPerProcess_loadedOnOneBackend_isRefusedOnTheOther() throws IOException {
    try (NativeOnce first = new NativeOnce("jnr");
        NativeOnce second = new NativeOnce("ffm")) {
      assertThat(first.load().get("ran")).isEqualTo(1L);
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(second::load)
          .withMessageContaining("cannot load module more than once per process");
    }
  }

  /// An interpreter that finds a copy of `once` only.
  private final class NativeOnce implements AutoCloseable {
    private final Interpreter interpreter;

    NativeOnce(String backend) throws IOException {
      Path place = Files.createDirectories(folder.resolve("place"));
      if (Files.notExists(place.resolve("once.so"))) {
        Files.copy(NativeWorld.FIXTURES.resolve("once.so"), place.resolve("once.so"));
      }
      interpreter = Interpreter.builder().nativeBackend(backend).path(place).build();
    }

    ModuleObject load() {
      return interpreter.importModule("once");
    }

    @Override
    public void close() {
      interpreter.close();
    }
  }

  @Test
  void libraryOfC_usesTheBackendOfItsInterpreter() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("plain.so"), folder.resolve("plain.so"));
    try (InputStream text = BackendChoiceTest.class.getResourceAsStream("plain.cdef.h")) {
      Files.copy(text, folder.resolve("plain.cdef.h"));
    }
    try (Interpreter ffm = Interpreter.builder().nativeBackend("ffm").path(folder).build();
        Interpreter jnr = Interpreter.builder().nativeBackend("jnr").path(folder).build()) {
      ModuleObject first = ffm.importModule("plain");
      ModuleObject second = jnr.importModule("plain");
      assertThat(first.call("plain_swapped", first.call("Point", 1, 2))).isNotNull();
      assertThatExceptionOfType(NotImplementedError.class)
          .isThrownBy(() -> second.call("plain_swapped", second.call("Point", 1, 2)))
          .withMessageContaining("'jnr'");
      assertThat(second.call("plain_double", 2.5)).isEqualTo(2.5);
      assertThat(first.call("plain_double", 3.5)).isEqualTo(3.5);
    }
  }

  @Test
  void backend_thatIsNotInstalled_isNamedAndNothingIsLeft() {
    try (Interpreter interpreter = on("no_such")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> interpreter.importModule("functions"))
          .withMessageContainingAll(
              "no native backend 'no_such'", "found [ffm, jnr]", "tenon-native-no_such");
      assertThat(interpreter.modules().contains("functions")).isFalse();
      assertThat(interpreter.importModule("builtins")).isNotNull();
    }
  }

  @Test
  void subinterpreter_hasTheBackendOfItsParent() {
    try (Interpreter child = onJnr.subinterpreter().build()) {
      assertThat(child.config().nativeBackend()).isEqualTo("jnr");
    }
    assertThat(onFfm.config().nativeBackend()).isEqualTo("ffm");
  }
}
