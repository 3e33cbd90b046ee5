// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.Defined;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ErrorKinds;
import dev.tenon.value.TenonCallable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of `docs/namespaces.md` in every script language: properties, `__getattr__`, callable
/// modules, bare names, builtins as a module.
class ScriptNamespaceTest {

  /// How each language writes the same things.
  enum Language {
    JS(
        "js",
        """
        function __getattr__(name) {
          if (name === 'lazy') return 'computed';
          var error = new Error(name);
          error.name = 'AttributeError';
          throw error;
        }
        function own() { return parseInt('42'); }
        function lazily() { return lazy; }
        function missing() { return nobody_has_this; }
        """,
        "function f() { return 1; } function read() { return p; }",
        "function deep(n) { return deep(n + 1) + 1; }",
        """
        function raise(kind, text) { var e = new Error(text); e.name = kind; throw e; }
        function caught(f) { try { f(); } catch (e) { return e.name + ': ' + e.message; } }
        """),
    PY(
        "py",
        """
        def __getattr__(name):
            if name == 'lazy':
                return 'computed'
            raise AttributeError(name)
        def own():
            return int('42')
        def lazily():
            return lazy
        def missing():
            return nobody_has_this
        """,
        "def f():\n    return 1\ndef read():\n    return p\n",
        "def deep(n):\n    return deep(n + 1) + 1\n",
        """
        import __builtin__
        def raise_(kind, text):
            raise getattr(__builtin__, kind)(text)
        globals()['raise'] = raise_
        def caught(f):
            try:
                f()
            except BaseException as e:
                return type(e).__name__ + ': ' + str(e)
        """);

    private final String extension;
    private final String hook;
    private final String functions;
    private final String recursion;
    private final String errors;

    Language(String extension, String hook, String functions, String recursion, String errors) {
      this.extension = extension;
      this.hook = hook;
      this.functions = functions;
      this.recursion = recursion;
      this.errors = errors;
    }

    Code code(String text) {
      return Code.compile(extension, "<test>", text);
    }
  }

  @TempDir private Path folder;
  private final Interpreter interpreter = Interpreter.create();

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  private ModuleObject file(Language language, String name, String text) throws Exception {
    Files.writeString(folder.resolve(name + "." + language.extension), text);
    interpreter.imports().path().add(folder.toString());
    return interpreter.importModule(name);
  }

  private ModuleObject module(String name) {
    ModuleObject module = interpreter.newModule(name);
    interpreter.modules().put(name, module);
    return module;
  }

  /// The example of PEP 562 and what follows from it.
  @ParameterizedTest
  @EnumSource
  void getattr_thatRaisesAttributeError_leavesBareNamesToBuiltins(Language language)
      throws Exception {
    ModuleObject module = file(language, "pep562", language.hook);

    assertThat(module.call("own")).isEqualTo(42L);
    assertThat(module.call("lazily")).isEqualTo("computed");
    assertThat(module.get("lazy")).isEqualTo("computed");
    assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> module.get("zzz"));
    assertThatExceptionOfType(NameError.class)
        .isThrownBy(() -> module.call("missing"))
        .withMessageContaining("'nobody_has_this' is not defined");
  }

  /// A `catch` of the script does not keep it running, and `finally` blocks run.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab');",
        "while (true) { try { 'x'.replace(/x/, 'y'); } catch (e) { } }",
        "function f() { try { while (true) { } } finally { ended = true; } } f();"
      })
  void javaScript_withoutEnd_isStoppedByAnInterrupt(String endless) throws Exception {
    ModuleObject module = interpreter.newModule("endless");
    AtomicReference<Throwable> raised = new AtomicReference<>();
    Thread runner =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                Language.JS.code(endless).exec(module);
              } catch (Throwable e) {
                raised.set(e);
              }
            });
    runner.join(Duration.ofMillis(500));
    assertThat(runner.isAlive()).isTrue();

    runner.interrupt();

    assertThat(runner.join(Duration.ofSeconds(30))).isTrue();
    assertThat(raised.get())
        .isInstanceOf(KeyboardInterrupt.class)
        .hasMessageContaining("the thread was interrupted while it ran a script");
    assertThat(module.has("ended")).isEqualTo(endless.contains("ended"));
    assertThat(Language.JS.code("1 + 1").eval(module)).isEqualTo(2L);
  }

  /// Whatever happens in one module, errors of other interpreters stay what they are.
  @ParameterizedTest
  @EnumSource
  void recursion_withoutEnd_isAnErrorThatHarmsNobodyElse(Language language) throws Exception {
    ModuleObject module = file(language, "deep", language.recursion);

    assertThatExceptionOfType(RecursionError.class)
        .isThrownBy(() -> module.call("deep", 0L))
        .withMessageContaining("maximum recursion depth exceeded");

    for (Language each : Language.values()) {
      try (Interpreter other = Interpreter.create()) {
        ModuleObject fresh = other.newModule("fresh");
        assertThatExceptionOfType(NameError.class)
            .isThrownBy(() -> each.code("undefined_name").eval(fresh))
            .withMessageContaining("'undefined_name' is not defined");
        assertThat(each.code("1 + 1").eval(fresh)).isEqualTo(2L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hooksOfTwoModules_thatNeedEachOther_end(Language language) {
    ModuleObject one = module("one");
    ModuleObject two = module("two");
    Code use = language.code("peer.zork");
    one.set("peer", two);
    two.set("peer", one);
    one.set("__getattr__", (TenonCallable) name -> language.code("nothing").eval(two));
    two.set("__getattr__", (TenonCallable) name -> language.code("nothing").eval(one));

    assertThatExceptionOfType(NameError.class).isThrownBy(() -> use.eval(one));
  }

  @ParameterizedTest
  @EnumSource
  void bareRead_runsTheGetterOnce(Language language) {
    int[] reads = {0};
    ModuleObject module = module("m");
    module.setKind(ModuleKind.of("kind").property("p", owner -> (long) ++reads[0]).build());
    language.code(language.functions).exec(module);

    assertThat(module.call("read")).isEqualTo(1L);
    assertThat(module.call("read")).isEqualTo(2L);
    assertThat(reads[0]).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void bareRead_runsGetattrOnce(Language language) {
    List<Object> asked = new ArrayList<>();
    ModuleObject module = module("m");
    language.code(language.functions).exec(module);
    module.set(
        "__getattr__",
        (TenonCallable)
            name -> {
              asked.add(name[0]);
              return "hook";
            });

    assertThat(module.call("read")).isEqualTo("hook");
    assertThat(asked).containsExactly("p");
  }

  @ParameterizedTest
  @EnumSource
  void membersOfTheObject_areNoBareNames(Language language) {
    ModuleObject module = module("m");
    module.setKind(ModuleKind.of("kind").property("p", owner -> "property").build());

    for (String name : List.of("__class__", "__dict__")) {
      assertThatExceptionOfType(NameError.class)
          .isThrownBy(() -> language.code(name).eval(module))
          .withMessageContaining("'%s' is not defined".formatted(name));
    }
    assertThat(module.get("__class__")).isSameAs(module.kind());
  }

  @ParameterizedTest
  @EnumSource
  void globals_areLeftToTheUser(Language language) {
    Map<String, Object> names = new HashMap<>(Map.of("globals", 5L, "eval", 6L, "this_", 7L));
    List<Object> asked = new ArrayList<>();
    ModuleObject hooked = module("hooked");
    hooked.set(
        "__getattr__",
        (TenonCallable)
            name -> {
              asked.add(name[0]);
              return "hook";
            });
    ModuleObject sealed = module("sealed");
    sealed.setKind(
        ModuleKind.of("sealed")
            .onSet((owner, name, value) -> {
              throw new AttributeError("sealed: " + name);
            })
            .build());

    assertThat(language.code("1 + 1").eval(names)).isEqualTo(2L);
    assertThat(names).containsOnlyKeys("globals", "eval", "this_");
    assertThat(language.code("1 + 1").eval(Map.of())).isEqualTo(2L);
    assertThat(language.code("1 + 1").eval(sealed)).isEqualTo(2L);
    assertThat(language.code("1 + 1").eval(hooked)).isEqualTo(2L);
    assertThat(asked).isEmpty();
    interpreter.builtins().set("globals", (TenonCallable) arguments -> "mine");
    assertThat(language.code("1 + 1").eval(hooked)).isEqualTo(2L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> language.code("x = 1").exec(Map.of()))
        .withMessageContaining("read-only");
  }

  @ParameterizedTest
  @EnumSource
  void builtins_areAModuleEverywhere(Language language) throws Exception {
    interpreter
        .builtins()
        .setKind(ModuleKind.of("kind").property("bp", owner -> "property").build());
    interpreter.builtins().set("__getattr__", (TenonCallable) name -> "computed " + name[0]);
    ModuleObject imported = file(language, "m", language.functions);

    assertThat(language.code("bp").eval(imported)).isEqualTo("property");
    assertThat(language.code("bp").eval(interpreter.main())).isEqualTo("property");
    assertThat(language.code("zork").eval(imported)).isEqualTo("computed zork");
    assertThat(interpreter.enter(() -> language.code("bp").eval(new HashMap<>())))
        .isEqualTo("property");
    Map<String, Object> named = new HashMap<>();
    named.put("__builtins__", interpreter.builtins().namespace());
    assertThat(language.code("bp").eval(named)).isEqualTo("property");
  }

  @ParameterizedTest
  @EnumSource
  void builtinsOfTheInterpreter_areSeenByEveryLanguageAfterEveryOther(Language language) {
    interpreter.builtins().set("own", "builtin of the interpreter");
    ModuleObject module = module("m");
    for (Language each : Language.values()) {
      each.code("1 + 1").eval(module);
      each.code("1 + 1").eval(interpreter.main());
    }

    assertThat(language.code("own").eval(module)).isEqualTo("builtin of the interpreter");
    assertThat(language.code("own").eval(interpreter.main()))
        .isEqualTo("builtin of the interpreter");
  }

  @ParameterizedTest
  @EnumSource
  void callableModule_isCalledFromAScript(Language language) {
    ModuleObject holder = module("holder");
    ModuleObject operator = module("operator_");
    operator.setKind(
        ModuleKind.of("callable").onCall((owner, arguments) -> arguments.length).build());
    holder.set("operator_", operator);
    holder.set("plain", module("plain"));

    assertThat(language.code("operator_(1, 2)").eval(holder)).isEqualTo(2L);
    assertThat(language.code("importModule('operator_')(3)").eval(holder)).isEqualTo(1L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> language.code("plain()").eval(holder));
  }

  @ParameterizedTest
  @EnumSource
  void functionOfAScript_hasItsModules(Language language) throws Exception {
    ModuleObject module =
        file(language, "implementing", "__import_name__ = 'public_api'\n" + language.functions);

    assertThat(module.get("f"))
        .isInstanceOfSatisfying(
            Defined.class,
            f -> {
              assertThat(f.moduleName()).isEqualTo("public_api");
              assertThat(f.implModuleName()).isEqualTo("implementing");
              assertThat(f.module()).isSameAs(module);
              assertThat(f.attributeMap()).containsEntry("__name__", "f");
            });
    assertThat(Inspect.implementationOf(module.get("f"))).isSameAs(module);
    assertThat(Inspect.sourceOf(module.get("f")))
        .hasValueSatisfying(source -> assertThat(source).contains("implementing."));
    assertThat(module.get("f")).isEqualTo(module.get("f"));
  }

  @ParameterizedTest
  @EnumSource
  void functionOfAScript_isSerializedByReference(Language language) throws Exception {
    ModuleObject module = file(language, "m", language.functions);

    Object back =
        interpreter.enter(() -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(module.get("f"));
          }
          try (ObjectInputStream in =
              new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
          }
        });

    assertThat(back).isEqualTo(module.get("f"));
    assertThat(((TenonCallable) back).call()).isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource
  void functionOfAnotherModule_hasItsNames(Language language) throws Exception {
    ModuleObject holder = module("holder");
    for (Language other : Language.values()) {
      ModuleObject m = file(other, "lib_" + other.extension, other.functions);
      holder.set("f", m.get("f"));

      assertThat(language.code("f.__name__ + ' ' + f.__module__").eval(holder))
          .isEqualTo("f lib_" + other.extension);
      assertThat(language.code("f.__impl_module__").eval(holder))
          .isEqualTo("lib_" + other.extension);
    }
  }

  static List<Object[]> kindsAndLanguages() {
    List<Object[]> all = new ArrayList<>();
    for (Language language : Language.values()) {
      ErrorKinds.names().forEach(kind -> all.add(new Object[] {language, kind}));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("kindsAndLanguages")
  void errorKind_arrivesAsItself(Language language, String kind) {
    ModuleObject module = module("m");
    language.code(language.errors).exec(module);

    assertThatExceptionOfType(TenonError.class)
        .isThrownBy(() -> module.call("raise", kind, "hello"))
        .satisfies(error -> assertThat(error.kind()).isEqualTo(kind))
        .withMessageContaining("hello");
    TenonError thrown = ErrorKinds.make(kind, "hello", null);
    TenonCallable raising =
        arguments -> {
          throw thrown;
        };
    assertThat(module.call("caught", raising))
        .satisfies(text -> assertThat((String) text).startsWith(kind + ": ").contains("hello"));
  }

  @ParameterizedTest
  @EnumSource
  void errorWithCausesInACircle_ends(Language language) {
    IllegalStateException one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("other", one));
    ModuleObject module = module("m");
    module.set(
        "boom",
        (TenonCallable)
            arguments -> {
              throw one;
            });

    assertThatThrownBy(() -> language.code("boom()").exec(module)).hasMessageContaining("one");
  }

  @ParameterizedTest
  @EnumSource
  void interpretersInManyThreads_stayApart(Language language) throws Exception {
    Code store = language.code("mine = number");
    Code load = language.code("mine");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> runs = new ArrayList<>();
      for (long number = 0; number < 8; number++) {
        long given = number;
        runs.add(() -> {
          try (Interpreter own = Interpreter.create()) {
            ModuleObject module = own.newModule("m");
            module.set("number", given);
            store.exec(module);
            return load.eval(module).equals(given);
          }
        });
      }
      for (Future<Boolean> result : threads.invokeAll(runs)) {
        assertThat(result.get()).isTrue();
      }
    }
  }
}
