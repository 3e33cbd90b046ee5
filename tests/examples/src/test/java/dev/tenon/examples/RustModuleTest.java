// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.FileNotFoundError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What functions, state and classes of a module in Rust do, and how their mistakes end.
class RustModuleTest {

  private static final Path CRATE = Checkout.ROOT.resolve("native-ext/rust/src/lib.rs");
  private static final Path SOURCE =
      Checkout.ROOT.resolve("tests/examples/src/test/rust/trials.rs");

  @TempDir private static Path modules;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private Interpreter interpreter;
  private ModuleObject trials;

  @BeforeAll
  static void buildCrate() {
    Prerequisite.RUST.require();
    rustc("--crate-type=rlib", "--crate-name=tenon", "-o", "libtenon.rlib", CRATE.toString());
    buildModule("trials", SOURCE);
  }

  private static void buildModule(String name, Path source) {
    rustc(
        "--crate-type=cdylib",
        "--extern=tenon=libtenon.rlib",
        "-o",
        name + ".so",
        source.toString());
  }

  private static void rustc(String... arguments) {
    String[] command = {"rustc", "--edition=2021", "-g", "-Dwarnings"};
    String[] whole = Arrays.copyOf(command, command.length + arguments.length);
    System.arraycopy(arguments, 0, whole, command.length, arguments.length);
    Commands.Outcome outcome = new Commands(modules, Map.of()).run(whole);
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  private Interpreter.Builder builder() {
    return Interpreter.builder()
        .path(modules)
        .checkAll()
        .output(output)
        .onWarning(warning -> warnings.add(warning.message()));
  }

  @BeforeEach
  void importModule() {
    interpreter = builder().build();
    trials = interpreter.importModule("trials");
  }

  @AfterEach
  void close() {
    interpreter.close();
  }

  @Test
  void module_correct_passesTheChecks() {
    trials.call("count");
    interpreter.close();

    assertThat(warnings).isEmpty();
    assertThat(trials.def().doc()).isEqualTo("Trials.");
  }

  @Test
  void constants_haveTheirValues() {
    assertThat(trials.get("LIMIT")).isEqualTo(-5L);
    assertThat(trials.get("RATE")).isEqualTo(0.5);
    assertThat(trials.get("STRICT")).isEqualTo(true);
    assertThat(trials.get("VERSION")).isEqualTo("1.0é");
  }

  @Test
  void typedFunction_takesAllKindsOfParameters() {
    assertThat(
            trials.call(
                "all", 255, -7, 1.5, true, "ключ", 1L << 60, new byte[] {1}, new int[] {-2, 3}))
        .isEqualTo("255 -7 1.5 true ключ 1152921504606846976 [1] [-2, 3]");
    assertThat(trials.call("all", 0, 0, 0, false, "", 0, new byte[0], new int[0]))
        .isEqualTo("0 0 0 false  0 [] []");
  }

  @Test
  void typedFunction_wrongArgument_isRefusedBeforeTheCall() {
    assertThatExceptionOfType(OverflowError.class)
        .isThrownBy(() -> trials.call("all", 256, 0, 0, false, "", 0, new byte[0], new int[0]))
        .withMessageContaining("argument 1 must be u8");
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> trials.call("parse", 5));
    assertThatExceptionOfType(ValueError.class).isThrownBy(() -> trials.call("parse", "\0"));
  }

  @Test
  void memory_passedTwice_isTheSameForBothParameters() {
    try (Arena arena = Arena.ofConfined()) {
      DoubleBuffer numbers =
          arena.allocate(24, 8).asByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
      numbers.put(0, new double[] {1, 2, 3});

      trials.call("swap", numbers.slice(0, 2), numbers.slice(1, 2));

      double[] swapped = new double[3];
      numbers.get(0, swapped);
      assertThat(swapped).containsExactly(2, 3, 1);
    }
  }

  @Test
  void values_ofAllKinds_cross() {
    assertThat(trials.call("values").toString()).isEqualTo(trials.get("last").toString());
    assertThat(trials.call("length", trials.get("last"))).isEqualTo(6L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> trials.call("length", "text"))
        .withMessage("argument 1: expected object, found str");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> trials.call("length"))
        .withMessage("expected 1 or more arguments, found 0");
  }

  @Test
  void panic_isAnErrorWithItsPlace() {
    for (long number = 0; number < 3; number++) {
      long boom = number;
      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> trials.call("boom", boom))
          .withMessageMatching("panic: boom " + boom + " \\(.*trials\\.rs:\\d+\\)");
    }
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> trials.call("strange_boom"));
    assertThat(trials.call("count")).isEqualTo(1L);
  }

  @Test
  void errors_ofTheStandardLibrary_haveTheirKinds() {
    assertThat(trials.call("parse", "12")).isEqualTo(12L);
    assertThatExceptionOfType(ValueError.class).isThrownBy(() -> trials.call("parse", "x"));
    assertThatExceptionOfType(FileNotFoundError.class)
        .isThrownBy(() -> trials.call("read", modules.resolve("gone").toString()));
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> trials.call("nul"))
        .withMessageContaining("NUL");
  }

  @Test
  void errorOfTheHost_isHandledOrPassesUnchanged() {
    assertThat(trials.call("find", "sys")).isSameAs(interpreter.importModule("sys"));
    assertThat(trials.call("find", "no_such_module")).isEqualTo(false);
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> trials.call("find", ""))
        .withMessage("Empty module name");
  }

  @Test
  void state_isThatOfItsInterpreter() {
    try (Interpreter second = builder().privateImage("trials").build();
        Interpreter third = builder().build()) {
      assertThat(trials.call("count")).isEqualTo(1L);
      assertThat(second.importModule("trials").call("count")).isEqualTo(1L);
      assertThat(third.importModule("trials").call("count")).isEqualTo(1L);
      assertThat(trials.call("count")).isEqualTo(2L);
    }
  }

  @Test
  void functionEnteredAgain_whileItBorrowsItsState_isAnError() {
    assertThat(trials.call("busy", trials.get("count"))).isEqualTo(1L);
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> trials.call("busy", 1));
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> trials.call("busy", trials.get("busy")))
        .withMessageContaining("already borrowed");
  }

  @Test
  void object_held_staysUntilItIsReplaced() {
    assertThatExceptionOfType(KeyError.class).isThrownBy(() -> trials.call("first_kept"));
    trials.call("keep", List.of(5));
    trials.call("keep", List.of(6));

    assertThat(trials.call("first_kept")).isEqualTo(6L);
    interpreter.close();
    assertThat(warnings).isEmpty();
  }

  @Test
  void memory_isReadAndWrittenByItsType() {
    long[] numbers = {1, 2, 3};

    assertThat(trials.call("sum", numbers)).isEqualTo(6L);
    trials.call("clear", numbers);

    assertThat(numbers).containsOnly(0);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> trials.call("sum", new double[] {1}))
        .withMessage("expected items of format q, found d");
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> trials.call("clear", new byte[] {1}));
  }

  private Resource fuse(String name) {
    return (Resource) Objects.requireNonNull(trials.call("fuse", name));
  }

  @Test
  void class_hasMethodsThatMayPanic() {
    Resource fuse = fuse("one");

    assertThat(fuse.call("name")).isEqualTo("one");
    assertThat(fuse.call("count")).isEqualTo(1L);
    assertThat(trials.call("name_of", fuse)).isEqualTo("one");
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> fuse.call("burn"))
        .withMessageStartingWith("panic: burnt one (");
    assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> fuse.call("gone"));
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> trials.call("name_of", 5));
  }

  @Test
  void panicInDropOfAnObject_isAWarning() {
    Resource fuse = fuse("two");

    fuse.close();

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("destructor of 'trials.Fuse' object", "panic: dropped two (");
    assertThatExceptionOfType(ValueError.class).isThrownBy(() -> trials.call("name_of", fuse));
  }

  @Test
  void panicInDropOfTheState_isAnErrorOfTheClose() {
    trials.call("ruin");

    assertThatThrownBy(interpreter::close)
        .isInstanceOf(TenonError.class)
        .hasMessageStartingWith("panic: the state (");
  }

  @Test
  void panicWhileTheStateIsMade_failsTheImport() throws IOException {
    Path source =
        Files.writeString(
            modules.resolve("failing.rs"),
            """
            struct State;
            impl Default for State {
                fn default() -> State {
                    panic!("no state")
                }
            }
            fn get(_: &State) -> i64 {
                1
            }
            tenon::module! { name: failing, state: State, functions: { get: "Get." } }
            """);
    buildModule("failing", source);

    assertThatThrownBy(() -> interpreter.importModule("failing"))
        .hasStackTraceContaining("panic: no state (");
  }

  @Test
  void module_afterPanics_isUnloadedWhole(@TempDir Path other) throws IOException {
    Files.copy(modules.resolve("trials.so"), other.resolve("trials.so"));
    try (Interpreter fresh =
        Interpreter.builder()
            .path(other)
            .onWarning(warning -> warnings.add(warning.message()))
            .build()) {
      ModuleObject module = fresh.importModule("trials");
      assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> module.call("boom", 1));
      assertThatExceptionOfType(FileNotFoundError.class)
          .isThrownBy(() -> module.call("read", modules.resolve("gone").toString()));

      fresh.unload("trials");

      assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(other.toString());
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void threadOfTheModule_attaches() {
    trials.call("start");

    Awaitility.await().until(() -> output.toString(UTF_8).equals("from a thread\n"));
    Awaitility.await().until(() -> trials.call("count").equals(2L));
  }

  /// What a process prints whose standard error cannot be written.
  static final class FullErrorProgram {
    private FullErrorProgram() {}

    static void main(String[] arguments) {
      try (Interpreter interpreter = Interpreter.builder().path(Path.of(arguments[0])).build()) {
        System.out.println(interpreter.importModule("trials").call("panics_alone"));
      }
    }
  }

  @Test
  void panicOutsideOfCalls_whereStandardErrorIsFull_endsItsThreadOnly() {
    Commands.Outcome outcome =
        new Commands(modules, Map.of())
            .run(
                "sh",
                "-c",
                "exec \"$@\" 2>/dev/full",
                "sh",
                Checkout.tool("java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FullErrorProgram.class.getName(),
                modules.toString());

    assertThat(outcome.output()).isEqualTo("true\n");
    assertThat(outcome.status()).isZero();
  }
}
