// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Script files as modules, in every language.
class ScriptModuleTest {

  /// The same module in each language: functions that read, write and delete bare globals.
  enum Script {
    JS(
        "js",
        """
        x = 41;
        bump = function (n) { x = x + n; made = 'made ' + n; return x; };
        drop = function () { delete x; return null; };
        p_of = function () { return p; };
        set_p = function (v) { p = v; return null; };
        other = importModule('other');
        twice = function (v) { return helper(v); };
        """),
    PY(
        "py",
        """
        x = 41
        def bump(n):
            global x, made
            x = x + n
            made = 'made ' + str(n)
            return x
        def drop():
            global x
            del x
        def p_of():
            return p
        def set_p(v):
            global p
            p = v
        other = importModule('other')
        def twice(v):
            return helper(v)
        """);

    private final String extension;
    private final String source;

    Script(String extension, String source) {
      this.extension = extension;
      this.source = source;
    }
  }

  @TempDir private Path folder;

  private World world(Script script) throws Exception {
    Files.writeString(folder.resolve("m." + script.extension), script.source);
    return new World(folder).module("other");
  }

  @ParameterizedTest
  @EnumSource
  void script_functions_readWriteAndDeleteAttributes(Script script) throws Exception {
    try (World world = world(script)) {
      ModuleObject m = world.loadModule("m");

      assertThat(m.get("x")).isEqualTo(41L);
      assertThat(m.call("bump", 1L)).isEqualTo(42L);
      assertThat(m.get("x")).isEqualTo(42L);
      assertThat(m.get("made")).isEqualTo("made 1");
      m.set("x", 10L);
      assertThat(m.call("bump", 2L)).isEqualTo(12L);

      m.call("drop");
      assertThat(m.has("x")).isFalse();
      assertThat(m.get("other")).isSameAs(world.registered("other"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void script_propertiesAndGetattr_takePartInBareNames(Script script) throws Exception {
    try (World world = world(script)) {
      ModuleObject m = world.loadModule("m");
      List<Object> stored = new ArrayList<>(List.of("first"));
      m.setKind(
          ModuleKind.of("kind")
              .property("p", owner -> stored.getLast(), (owner, value) -> stored.add(value))
              .build());
      m.set(
          "__getattr__",
          (TenonCallable) name -> (TenonCallable) arguments -> name[0] + " " + arguments[0]);

      assertThat(m.call("p_of")).isEqualTo("first");
      m.call("set_p", 2L);
      assertThat(stored).containsExactly("first", 2L);
      assertThat(m.namespace()).doesNotContainKey("p");
      assertThat(m.call("twice", "v")).isEqualTo("helper v");
    }
  }

  /// What ends the stack or the heap is an error of its own kind, wherever it does so, and the next
  /// script runs as if nothing had been.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "py | RecursionError | def f(): return f()\\nf()",
        "py | RecursionError | class A(object):\\n"
            + "  def __getattr__(self, n): return getattr(self, n + 'x')\\nA().b",
        "py | RecursionError | class A(object):\\n"
            + "  def __repr__(self): return repr(self)\\nrepr(A())",
        "py | RecursionError | from java.lang import StackOverflowError\\nraise"
            + " StackOverflowError('x')",
        "py | MemoryError | from java.lang import OutOfMemoryError\\nraise OutOfMemoryError('x')",
        "js | RecursionError | function f() { return f() }\\nf()",
        "js | RecursionError | var o = {toString: function() { return '' + o }}; '' + o",
        "js | RecursionError | function __getattr__(n) { return __getattr__(n) }\\nnothere",
        "js | MemoryError | throw new java.lang.OutOfMemoryError('x')",
        "js | RecursionError | throw new java.lang.StackOverflowError('x')",
      })
  void endOfStackOrHeap_isAnErrorOfItsKind(String language, String kind, String source)
      throws Exception {
    Files.writeString(folder.resolve("bad." + language), source.replace("\\n", "\n"));
    Files.writeString(folder.resolve("good." + language), "x = 1");
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      assertThatExceptionOfType(TenonError.class)
          .isThrownBy(() -> interpreter.importModule("bad"))
          .satisfies(error -> assertThat(error.kind()).isEqualTo(kind))
          .satisfies(error -> assertThat(error.summary()).doesNotContain("java.lang."));
      assertThat(interpreter.importModule("good").get("x")).isNotNull();
    }
  }

  @Test
  void classOfJava_whoseInitializerMetTheEndOfTheStack_isARecursionErrorThatSaysSo()
      throws Exception {
    Files.writeString(
        folder.resolve("lost.py"),
        """
        from java.lang import Class

        def first():
            Class.forName('%s')
        """
            .formatted(LostClass.class.getName()));
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      ModuleObject lost = interpreter.importModule("lost");
      assertThatExceptionOfType(RecursionError.class).isThrownBy(() -> lost.call("first"));

      assertThatExceptionOfType(RecursionError.class)
          .isThrownBy(() -> lost.call("first"))
          .withMessageContaining("because its initialization has exceeded the maximum recursion")
          .withMessageContaining("LostClass");
    }
  }

  private static final class LostClass {
    static final int DEPTH = depth(1);

    static int depth(int level) {
      return level == 0 ? DEPTH : depth(level + 1) + 1;
    }
  }

  @Test
  void script_withoutEngine_namesTheArtifactToAdd() throws Exception {
    Files.writeString(folder.resolve("m.js"), "x = 1");
    importOfM()
        .hasMessageContaining("there is no script engine for it")
        .hasMessageContaining(
            "add the Maven artifact org.mozilla:rhino-engine to the class path; for the command"
                + " 'tenon', let TENON_CLASSPATH name the jars of org.mozilla:rhino-engine and"
                + " org.mozilla:rhino");
  }

  @Test
  void script_withAnIncompleteEngine_namesTheArtifactsThatAreMissing() throws Exception {
    Files.writeString(folder.resolve("m.py"), "x = 1");
    importOfM("org.python.util.jython")
        .hasMessageContaining("the script engine for it is incomplete")
        .hasMessageContaining("org.antlr:antlr-runtime")
        .hasMessageContaining("com.google.guava:guava")
        .hasMessageContaining("let TENON_CLASSPATH name the jar of org.python:jython-standalone");
    Files.delete(folder.resolve("m.py"));
    Files.writeString(folder.resolve("m.js"), "x = 1");
    importOfM("org.mozilla.javascript.engine.RhinoScriptEngine")
        .hasMessageContaining("the script engine for it is incomplete")
        .hasMessageContaining("org.mozilla:rhino");
  }

  /// Imports `m` where there is nothing but Tenon and the jars of these classes.
  private AbstractThrowableAssert<?, ? extends Throwable> importOfM(String... types)
      throws Exception {
    List<URL> jars =
        new ArrayList<>(
            List.of(
                jarOf(Interpreter.class), jarOf(Class.forName("dev.tenon.script.ScriptFileType"))));
    for (String type : types) {
      jars.add(jarOf(Class.forName(type, false, getClass().getClassLoader())));
    }
    try (URLClassLoader bare =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = bare.loadClass("dev.tenon.Interpreter");
      Object builder = type.getMethod("builder").invoke(null);
      builder.getClass().getMethod("path", Path.class).invoke(builder, folder);
      Object interpreter = builder.getClass().getMethod("build").invoke(builder);

      return assertThatThrownBy(
              () -> type.getMethod("importModule", String.class).invoke(interpreter, "m"))
          .cause();
    }
  }

  private static URL jarOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
