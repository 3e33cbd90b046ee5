// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What scripts do beyond their bare globals: packages, reload, errors, threads, and code without a
/// file.
class ScriptCodeTest {

  /// How each language writes the same things.
  enum Language {
    JS(
        "js",
        "function up(n) { return n + 1; }",
        "function f(m) { m.v = 9; return m.g(3) + m.v; }",
        "function bad() { return zap; }",
        "x = (",
        "function hand(m) { return m.fail(); }"),
    PY(
        "py",
        "def up(n):\n  return n + 1",
        "def f(m):\n  m.v = 9\n  return m.g(3) + m.v",
        "def bad():\n  return zap",
        "x = (",
        "def hand(m):\n  return m.fail()");

    private final String extension;
    private final String function;
    private final String useOfModule;
    private final String undefinedName;
    private final String brokenText;
    private final String failingCall;

    Language(
        String extension,
        String function,
        String useOfModule,
        String undefinedName,
        String brokenText,
        String failingCall) {
      this.extension = extension;
      this.function = function;
      this.useOfModule = useOfModule;
      this.undefinedName = undefinedName;
      this.brokenText = brokenText;
      this.failingCall = failingCall;
    }
  }

  @TempDir private Path folder;
  private ValueError failure;

  private World world(Language language, String text) throws Exception {
    Files.writeString(folder.resolve("m." + language.extension), text + "\n");
    return new World(folder)
        .module(
            "other",
            other -> {
              other.set("v", 1L);
              other.set(
                  "fail",
                  (TenonCallable)
                      arguments -> {
                        failure = new ValueError("no such value");
                        throw failure;
                      });
              other.set("g", (TenonCallable) arguments -> (Long) arguments[0] * 2);
            });
  }

  @ParameterizedTest
  @EnumSource
  void module_inAScript_isUsedLikeAnObjectOfTheLanguage(Language language) throws Exception {
    try (World world = world(language, language.useOfModule)) {
      ModuleObject other = world.loadModule("other");

      assertThat(world.loadModule("m").call("f", other)).isEqualTo(15L);
      assertThat(other.get("v")).isEqualTo(9L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorOfAModule_passesThroughTheScriptAndNamesItsLine(Language language) throws Exception {
    try (World world = world(language, language.failingCall)) {
      ModuleObject other = world.loadModule("other");
      ModuleObject m = world.loadModule("m");

      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> m.call("hand", other))
          .satisfies(error -> assertThat(error).isSameAs(failure));
      assertThat(failure.frames())
          .singleElement()
          .satisfies(frame -> {
            assertThat(frame.file()).endsWith("m." + language.extension);
            assertThat(frame.line()).isPositive();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void undefinedName_isNameErrorWithThePlace(Language language) throws Exception {
    try (World world = world(language, language.undefinedName)) {
      ModuleObject m = world.loadModule("m");

      assertThatExceptionOfType(NameError.class)
          .isThrownBy(() -> m.call("bad"))
          .withMessageContaining("'zap' is not defined")
          .withMessageContaining("m." + language.extension + ", line ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void brokenText_isSyntaxErrorAndLeavesNoModule(Language language) throws Exception {
    try (World world = world(language, language.brokenText)) {
      assertThatExceptionOfType(SyntaxError.class)
          .isThrownBy(() -> world.load("m"))
          .satisfies(error -> {
            assertThat(error.file()).endsWith("m." + language.extension);
            assertThat(error.line()).isPositive();
          });
      assertThat(world.isRegistered("m")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void package_ofScripts_hasSubmodules(Language language) throws Exception {
    Path pkg = Files.createDirectory(folder.resolve("pkg"));
    Files.writeString(pkg.resolve("__init__." + language.extension), "y = 2\n");
    Files.writeString(pkg.resolve("sub." + language.extension), "z = 3\n");
    try (World world = new World(folder)) {
      assertThat(world.loadModule("pkg.sub").get("z")).isEqualTo(3L);
      assertThat(world.loadModule("pkg").get("y")).isEqualTo(2L);
      assertThat(world.loadModule("pkg").get("sub")).isSameAs(world.registered("pkg.sub"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reload_keepsTheNamespaceAndRunsTheNewText(Language language) throws Exception {
    try (World world = world(language, "x = 1")) {
      ModuleObject m = world.loadModule("m");
      m.set("kept", 5L);
      Files.writeString(folder.resolve("m." + language.extension), "x = 2\n");

      assertThat(world.interpreter().reload(m)).isSameAs(m);

      assertThat(m.get("x")).isEqualTo(2L);
      assertThat(m.get("kept")).isEqualTo(5L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameScript_inTwoInterpreters_isApart(Language language) throws Exception {
    try (World one = world(language, "x = 1\n" + language.function);
        World other = new World(folder)) {
      ModuleObject m = one.loadModule("m");
      m.set("x", 7L);

      assertThat(other.loadModule("m").get("x")).isEqualTo(1L);
      assertThat(other.loadModule("m").call("up", 1L)).isEqualTo(2L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void function_ofAScript_runsInManyThreads(Language language) throws Exception {
    try (World world = world(language, language.function);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      ModuleObject m = world.loadModule("m");
      List<Callable<Object>> calls = new ArrayList<>();
      for (long number = 0; number < 200; number++) {
        long given = number;
        calls.add(() -> (Long) m.call("up", given) - given);
      }

      for (Future<Object> result : threads.invokeAll(calls)) {
        assertThat(result.get()).isEqualTo(1L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void text_withoutAFile_runsWithAMappingAndGivesItsValue(Language language) {
    Map<String, Object> globals = new HashMap<>();

    Code.compile(language.extension, "<string>", "q = 7").exec(globals);

    assertThat(globals).containsEntry("q", 7L);
    assertThat(Code.compile(language.extension, "<string>", "q + 1").eval(globals)).isEqualTo(8L);
  }

  @ParameterizedTest
  @EnumSource
  void text_withoutAFile_runsWithAModuleAndItsProperties(Language language) {
    ModuleObject module = new ModuleObject("m");
    List<Object> stored = new ArrayList<>(List.of(1L));
    module.setKind(
        ModuleKind.of("kind")
            .property("p", owner -> stored.getLast(), (owner, value) -> stored.add(value))
            .build());

    Code.compile(language.extension, "<string>", "p = p + 5").exec(module);

    assertThat(stored).containsExactly(1L, 6L);
    assertThat(Code.compile(language.extension, "<string>", "p").eval(module)).isEqualTo(6L);
  }

  @ParameterizedTest
  @EnumSource
  void script_inAnArchive_isAModule(Language language) throws Exception {
    Path archive = folder.resolve("scripts.jar");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(archive))) {
      jar.putNextEntry(new ZipEntry("inside." + language.extension));
      jar.write((language.function + "\n").getBytes(StandardCharsets.UTF_8));
    }
    try (World world = new World(archive)) {
      assertThat(world.loadModule("inside").call("up", 1L)).isEqualTo(2L);
    }
  }

  /// Imports the module `m` from the folder that is given, in a process of its own.
  static final class Importer {
    private Importer() {}

    /// Prints the error, if there is one.
    public static void main(String[] arguments) {
      try (Interpreter interpreter = Interpreter.builder().path(arguments[0]).build()) {
        interpreter.importModule("m");
      } catch (ImportException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void script_inAJvmWithoutScripting_saysWhatToAdd() throws Exception {
    Files.writeString(folder.resolve("m.py"), "x = 1\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                System.getProperty("java.class.path"),
                Importer.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("the JDK module java.scripting is not there")
        .contains("org.python:jython-slim");
  }

  @Test
  void text_inAnUnknownLanguage_isValueErrorThatListsTheKnownOnes() {
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> Code.compile("cobol", "<string>", "STOP RUN."))
        .withMessageContaining("[js, py]");
  }

  /// The code object of Python is the proof: a second compilation would make another one.
  @Test
  void sameText_isCompiledOnce() {
    String text = "def f():\n  pass\nimport sys\ncode = f.func_code";
    Map<String, Object> one = new HashMap<>();
    Map<String, Object> other = new HashMap<>();

    Code.compile("py", "<same>", text).exec(one);
    Code.compile("py", "<same>", text).exec(other);
    Map<String, Object> changed = new HashMap<>();
    Code.compile("py", "<same>", text + "\n").exec(changed);

    assertThat(one.get("code")).isNotNull().isSameAs(other.get("code"));
    assertThat(changed.get("code")).isNotSameAs(one.get("code"));
  }

  @Test
  void pythonExit_isSystemExitWithItsStatus() throws Exception {
    try (World world = world(Language.PY, "import sys\ndef leave():\n  sys.exit(3)")) {
      ModuleObject m = world.loadModule("m");

      assertThatExceptionOfType(SystemExit.class)
          .isThrownBy(() -> m.call("leave"))
          .satisfies(exit -> assertThat(exit.status()).isEqualTo(3));
    }
  }

  @Test
  void pythonScript_catchesErrorsOfModulesByTheirKind() throws Exception {
    String text =
        "def f(m):\n  try:\n    return m.nothing\n  except AttributeError:\n    return 'none'";
    try (World world = world(Language.PY, text)) {
      ModuleObject other = world.loadModule("other");

      assertThat(world.loadModule("m").call("f", other)).isEqualTo("none");
    }
  }

  @Test
  void javaScript_changesToStandardObjects_stayInTheModule() throws Exception {
    Files.writeString(folder.resolve("a.js"), "Array.prototype.extra = 1; n = [].extra;\n");
    Files.writeString(folder.resolve("b.js"), "n = typeof [].extra; const k = 5;\n");
    try (World world = new World(folder)) {
      assertThat(world.loadModule("a").get("n")).isEqualTo(1L);
      assertThat(world.loadModule("b").get("n")).isEqualTo("undefined");
      assertThat(world.loadModule("b").get("k")).isEqualTo(5L);
    }
  }
}
