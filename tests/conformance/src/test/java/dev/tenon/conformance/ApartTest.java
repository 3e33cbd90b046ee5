// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.apart.ModuleCrashedError;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Native modules that run in a helper process.
class ApartTest {

  private static final String NAME = "apart";

  @TempDir private Path folder;
  private Interpreter interpreter;

  @BeforeEach
  void open() {
    interpreter = Interpreter.builder().path(NativeWorld.FIXTURES).apart("apart*").build();
  }

  @AfterEach
  void close() {
    interpreter.close();
    assertThat(helpers()).isZero();
  }

  private static long helpers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").contains("tenon-apart"))
        .count();
  }

  private ModuleObject module() {
    return interpreter.importModule(NAME);
  }

  private static ModuleCrashedError crash(ModuleObject module, String how) {
    return Objects.requireNonNull(
        catchThrowableOfType(ModuleCrashedError.class, () -> module.call("crash", how)));
  }

  private static ProcessHandle processOf(ModuleObject module) {
    return ProcessHandle.of((long) Objects.requireNonNull(module.get("pid"))).orElseThrow();
  }

  @Test
  void import_runsTheExecSlot_inAnotherProcess() {
    ModuleObject module = module();

    assertThat(module.get("made_by")).isEqualTo("exec");
    assertThat(processOf(module).parent()).hasValue(ProcessHandle.current());
    assertThat(helpers()).isOne();
  }

  @Test
  void modulesOfAGroup_shareAProcess_andAnotherInterpreterHasItsOwn() {
    try (Interpreter other = Interpreter.builder().path(NativeWorld.FIXTURES).apart(NAME).build()) {
      ModuleObject there = other.importModule(NAME);

      assertThat(there.get("pid")).isNotEqualTo(module().get("pid"));
      assertThat(module().call("count")).isEqualTo(101L);
      assertThat(there.call("count")).isEqualTo(101L);
    }
  }

  @Test
  void typedFunctions_passNumbersAsTheirTypesSay() {
    ModuleObject module = module();

    assertThat(module.call("count")).isEqualTo(101L);
    assertThat(module.call("count")).isEqualTo(102L);
    assertThat(module.call("mix", -1, 2.5, 0.5, 4_000_000_000L, 5, 6, 7, 8))
        .isEqualTo(4_000_000_028.0);
    assertThat(module.call("half", 3)).isEqualTo(1.5);
    assertThat(module.call("low", 511)).isEqualTo(255L);
    assertThat(module.call("is_positive", 4)).isEqualTo(true);
    assertThat(module.call("is_positive", -4)).isEqualTo(false);
  }

  @Test
  void typedFunctions_passTextsAndBytes_andNone() {
    ModuleObject module = module();

    assertThat(module.call("word", "grün und blau")).isEqualTo(" und blau");
    assertThat(module.call("word", "one")).isNull();
    assertThat(module.call("tail", new byte[] {1, 2, 3})).isEqualTo(new byte[] {2, 3});
    assertThat(module.call("tail", new byte[0])).isNull();
  }

  static Stream<Object> values() {
    return Stream.of(7L, -0.5, true, "", "tür", new byte[] {0, 1}, new byte[0], List.of(1, 2));
  }

  @ParameterizedTest
  @MethodSource("values")
  void dynamicFunction_getsAndGivesValues(Object value) {
    assertThat(module().call("echo", value)).isEqualTo(value);
  }

  @Test
  void dynamicFunction_getsNone_andLargeTexts() {
    String large = "ä".repeat(5_000_000);

    assertThat(module().call("echo", (Object) null)).isNull();
    assertThat(module().call("echo", large)).isEqualTo(large);
  }

  @Test
  void valueThatNoMessageHasRoomFor_isRefused_andTheModuleGoesOn() {
    ModuleObject module = module();

    assertThatExceptionOfType(MemoryError.class)
        .isThrownBy(() -> module.call("echo", new byte[40 << 20]))
        .withMessageContainingAll("echo()", "32 MiB");
    assertThat(module.call("count")).isEqualTo(101L);
  }

  @Test
  void callback_isAnswered_andCallsTheModuleAgain() {
    ModuleObject module = module();
    TenonCallable nested = arguments -> "%s %s".formatted(arguments[0], module.call("count"));

    assertThat(module.call("apply", nested, "now")).isEqualTo("now 101");
  }

  @Test
  void exceptionOfACallback_passesThroughTheModule() {
    IllegalStateException failure = new IllegalStateException("the host says no");
    TenonCallable failing =
        _ -> {
          throw failure;
        };

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> module().call("apply", failing))
        .isSameAs(failure);
  }

  @Test
  void errorOfTheModule_hasItsKindAndItsFunction() {
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> module().call("checked", -4))
        .withMessage("-4 is negative")
        .satisfies(
            error -> assertThat(error.getStackTrace()[0].getMethodName()).isEqualTo("checked"));
    assertThat(module().call("checked", 21)).isEqualTo(42L);
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> module().call("echo"));
  }

  @Test
  void keywordFunction_getsNames_andUsesTheNamespace() {
    ModuleObject module = module();

    assertThat(module.callWith("named", Map.of("size", 9), 1, 2))
        .isEqualTo("2 by position, size=9");
    assertThat(module.call("named")).isEqualTo("0 by position, none=0");
    assertThat(module.get("last")).isEqualTo("0 by position, none=0");
  }

  @Test
  void operationThatIsNotOffered_isRefusedByName() {
    ModuleObject module = module();

    assertThatExceptionOfType(NotImplementedError.class)
        .isThrownBy(() -> module.call("resource"))
        .withMessageStartingWith("tn_resource_new() is not offered to modules that run apart");
    assertThat(module.call("count")).isEqualTo(101L);
  }

  @ParameterizedTest
  @CsvSource({"fault, 11", "abort, 6", "exit, 0", "kill, 9", "fork, 6"})
  void crash_isAnError_andOthersGoOn(String how, int signal) {
    ModuleObject module = module();

    ModuleCrashedError error = crash(module, how);

    assertThat(error.signal()).isEqualTo(signal);
    assertThat(error.module()).isEqualTo(NAME);
    assertThat(error.function()).isEqualTo("crash()");
    assertThat(error.phase()).isEqualTo(Phase.CALL);
    assertThat(error).hasMessageStartingWith("crash() of module 'apart' ended the process");
    assertThatExceptionOfType(ModuleCrashedError.class)
        .isThrownBy(() -> module.call("count"))
        .withMessageContainingAll("count() of module 'apart' cannot be called", "crash()");
    assertThat(helpers()).isZero();
  }

  @Test
  void processThatTheModuleHasForked_endsWithIt() throws InterruptedException {
    ModuleObject module = module();

    crash(module, "fork");

    long child = (long) Objects.requireNonNull(module.get("child"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (runs(child) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(runs(child)).isFalse();
  }

  /// Whether a process is there and does not only wait for its parent to look at it.
  private static boolean runs(long process) {
    try {
      return !Files.readString(Path.of("/proc/%d/stat".formatted(process))).contains(") Z ");
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void moduleThatClosesWhatItDoesNotOwn_isEnded() {
    assertThat(crash(module(), "close")).isInstanceOf(ModuleCrashedError.class);
    assertThat(helpers()).isZero();
  }

  @Test
  void moduleThatWritesIntoTheMemoryOfTheHost_isEnded_andOthersGoOn() {
    for (int seed = 0; seed < 50; seed++) {
      ModuleObject module = module();
      int from = seed;

      assertThatExceptionOfType(ModuleCrashedError.class)
          .isThrownBy(() -> module.call("garble", from))
          .withMessageContaining("it sent the host what is no message");
      interpreter.unload(NAME);
    }
    assertThat(module().call("count")).isEqualTo(101L);
  }

  @Test
  void import_afterACrash_givesANewProcess() {
    crash(module(), "fault");

    interpreter.unload(NAME);

    assertThat(module().call("count")).isEqualTo(101L);
  }

  @Test
  void crashInACallback_endsTheOuterCall_too() {
    ModuleObject module = module();
    TenonCallable crashing = _ -> module.call("crash", "abort");

    assertThatExceptionOfType(ModuleCrashedError.class)
        .isThrownBy(() -> module.call("apply", crashing))
        .satisfies(error -> assertThat(error.signal()).isEqualTo(6));
    assertThat(helpers()).isZero();
  }

  @Test
  void crashInTheExecSlot_leavesNothingBehind_andNothingElseCrashes() {
    assertThatExceptionOfType(ModuleCrashedError.class)
        .isThrownBy(() -> interpreter.importModule("apart_exec"))
        .satisfies(error -> {
          assertThat(error.phase()).isEqualTo(Phase.EXEC);
          assertThat(error.function()).isEqualTo("exec slot");
        });
    assertThat(interpreter.modules().names()).doesNotContain("apart_exec");
    assertThat(module().call("count")).isEqualTo(101L);
  }

  @Test
  void processThatIsKilledWhileNobodyCalls_isReportedByTheNextCall() {
    ModuleObject module = module();
    ProcessHandle process = processOf(module);

    process.destroyForcibly();
    process.onExit().join();

    assertThatExceptionOfType(ModuleCrashedError.class)
        .isThrownBy(() -> module.call("count"))
        .satisfies(error -> assertThat(error.signal()).isEqualTo(9));
  }

  @Test
  void crashes_leakNoFilesAndNoProcesses() throws IOException {
    crash(module(), "abort");
    interpreter.unload(NAME);
    long before = openFiles();

    for (int round = 0; round < 20; round++) {
      crash(module(), "abort");
      interpreter.unload(NAME);
    }

    assertThat(openFiles()).isLessThanOrEqualTo(before);
    assertThat(helpers()).isZero();
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files
          .map(file -> file.toFile().getAbsoluteFile())
          .map(file -> readLink(file.toPath()))
          .filter(target -> target.contains("tenon-apart") || target.contains("pidfd"))
          .count();
    }
  }

  private static String readLink(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException _) {
      return ""; // closed since
    }
  }

  @Test
  void libraryThatChanges_isRefusedUntilTheProcessEnds() throws IOException {
    Path library = folder.resolve("apart.so");
    Files.copy(NativeWorld.FIXTURES.resolve("apart.so"), library);
    try (Interpreter other = Interpreter.builder().path(folder).apart(NAME).build()) {
      other.importModule(NAME);
      other.unload(NAME);
      Files.setLastModifiedTime(library, FileTime.fromMillis(0));

      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> other.importModule(NAME))
          .withMessageContaining("its file has changed since");
    }
  }

  @Test
  void missingLibrary_andDamagedFile_areRefusedAsInside() throws IOException {
    Files.write(folder.resolve("apart.so"), new byte[] {1, 2, 3});
    try (Interpreter other = Interpreter.builder().path(folder).apart(NAME).build()) {
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> other.importModule(NAME));
    }
    assertThat(helpers()).isZero();
  }

  @Test
  void close_endsTheProcess() {
    ProcessHandle process = processOf(module());

    interpreter.close();

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void pattern_isCheckedWhereItIsGiven() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> Interpreter.builder().apart("a*b")))
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .contains("a*b", "apart");
  }
}
