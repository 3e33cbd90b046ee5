// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.FileNotFoundError;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.OsError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.run.RunPy;
import dev.tenon.value.TenonCallable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts in Python do with Python's own names: modules as objects, `sys`, builtins, imports.
class PythonScriptTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Interpreter interpreter = Interpreter.builder().output(output).build();
  private final ModuleObject module = interpreter.newModule("m");

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  private void run(String text) {
    Code.compile("py", "<test>", text).exec(module);
  }

  private static Object in(Interpreter interpreter, String text) {
    ModuleObject own = interpreter.newModule("m");
    Code.compile("py", "<test>", text).exec(own);
    return own.getOrDefault("result", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# -*- coding: utf-8 -*-\nx = u'\u20ac'\n",
        "#!/usr/bin/python\n# vim: set fileencoding=UTF8 :\nx = u'\u20ac'\n",
        "\uFEFFx = u'\u20ac'\n",
        "\uFEFF# coding: utf-8\nx = u'\u20ac'\n"
      })
  void file_thatDeclaresUtf8_isReadAsSuch(String text) throws Exception {
    Files.writeString(folder.resolve("encoded.py"), text);
    interpreter.imports().path().add(folder.toString());

    assertThat(interpreter.importModule("encoded").get("x")).isEqualTo("\u20ac");
  }

  @Test
  void syntaxError_besideACharacterBeyondLatin1_isOne() {
    assertThatExceptionOfType(SyntaxError.class)
        .isThrownBy(() -> run("x = 1\ny = u'\u20ac' +\n"))
        .withMessageContaining("<test>, line 2");
  }

  @Test
  void code_thatDeclaresAnotherEncoding_isRefusedIfThatMatters() {
    run("# coding: latin-1\nx = 'plain'\n");

    assertThat(module.get("x")).isEqualTo("plain");
    assertThatExceptionOfType(SyntaxError.class)
        .isThrownBy(() -> run("\n# coding: latin-1\nx = u'\u00e4'\n"))
        .withMessage(
            "the script declares the encoding 'latin-1', but scripts are read as UTF-8; save it as"
                + " UTF-8 and declare utf-8 (<test>, line 2)");
    run("x = 1\ny = 2\n# coding: latin-1, in line 3, declares nothing \u00e4\n");
    assertThat(module.get("y")).isEqualTo(2L);
  }

  @Test
  void syntheticModule_registered_isImportedBack() {
    run(
        """
        import sys, types
        made = types.ModuleType('example_synthetic', 'Made by hand.')
        made.value = 123
        sys.modules['example_synthetic'] = made
        import example_synthetic
        same = example_synthetic is made
        from example_synthetic import value
        is_module = isinstance(made, types.ModuleType)
        doc = made.__doc__
        """);

    assertThat(module.get("same")).isEqualTo(true);
    assertThat(module.get("is_module")).isEqualTo(true);
    assertThat(module.get("value")).isEqualTo(123L);
    assertThat(module.get("doc")).isEqualTo("Made by hand.");
    assertThat(interpreter.importModule("example_synthetic").get("value")).isEqualTo(123L);
    assertThat(interpreter.modules().get("example_synthetic")).isSameAs(module.get("made"));
  }

  @Test
  void subclassOfModuleType_describesTheKind() {
    run(
        """
        import sys, types
        class Config(types.ModuleType):
            limit = 9
            def __init__(self, name):
                self.reads = 0
            @property
            def p(self):
                self.reads += 1
                return self.reads
            @p.setter
            def p(self, value):
                self.reads = value
            @property
            def fixed(self):
                return 'fixed'
            def double(self, number):
                return number * 2
            def __call__(self, *arguments):
                return len(arguments)
        made = Config('made')
        sys.modules['made'] = made
        is_instance = isinstance(made, Config)
        def bare():
            return p + limit
        sys.modules[__name__] = made
        """);
    ModuleObject made = interpreter.importModule("made");

    assertThat(module.get("is_instance")).isEqualTo(true);
    assertThat(made.get("p")).isEqualTo(1L);
    made.set("p", 40L);
    assertThat(made.get("p")).isEqualTo(41L);
    assertThat(made.call("double", 4L)).isEqualTo(8L);
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> made.set("fixed", 1L))
        .withMessageContaining("fixed");
    module.set("callable_", made);
    assertThat(module.call("callable_", 1L, 2L)).isEqualTo(2L);
    Code.compile("py", "<test>", "p = 10\nvalue = p + limit").exec(made);
    assertThat(made.get("value")).isEqualTo(20L);
    interpreter.modules().put("m", module);
    run("sys.modules['m'].__class__ = Config\nreads = 4\nby_class = sys.modules['m'].p");
    assertThat(module.get("by_class")).isEqualTo(5L);
    assertThat(module.call("bare")).isEqualTo(15L);
  }

  @Test
  void executionIntoANamespace_isAReload() {
    run(
        """
        import types
        demo = types.ModuleType('reload_demo')
        exec('value = "old"\\ndef read():\\n    return value', demo.__dict__)
        copied, read = demo.value, demo.read
        exec('value = "new"', demo.__dict__)
        results = [demo.value, copied, read(), demo.read()]
        names = sorted(name for name in demo.__dict__ if not name.startswith('__'))
        """);

    assertThat((List<?>) module.get("results"))
        .map(String::valueOf)
        .containsExactly("new", "old", "new", "new");
    assertThat((List<?>) module.get("names")).map(String::valueOf).containsExactly("read", "value");
    assertThat(((ModuleObject) module.get("demo")).namespace()).doesNotContainKey("__builtins__");
  }

  @Test
  void globalsOfAFunction_areLive() {
    run(
        """
        x = 1
        def f():
            return x
        f.__globals__['x'] = 2
        by_old_name = f.func_globals['x']
        globals()['y'] = 3
        listed = 'y' in globals() and 'x' in f.__globals__
        """);

    assertThat(module.call("f")).isEqualTo(2L);
    assertThat(module.get("by_old_name")).isEqualTo(2L);
    assertThat(module.get("y")).isEqualTo(3L);
    assertThat(module.get("listed")).isEqualTo(true);
  }

  @Test
  void modulesOfSys_areThoseOfTheInterpreter() {
    MemoryFinder finder = new MemoryFinder();
    interpreter.imports().metaPath().addFirst(finder.add("lib", lib -> lib.set("x", 5L)));

    run(
        """
        import sys
        before = 'lib' in sys.modules
        import lib
        after = sys.modules['lib'] is lib and 'lib' in list(sys.modules)
        x = lib.x
        own = sys.modules['sys'] is sys
        del sys.modules['lib']
        """);

    assertThat(module.get("before")).isEqualTo(false);
    assertThat(module.get("after")).isEqualTo(true);
    assertThat(module.get("own")).isEqualTo(true);
    assertThat(module.get("x")).isEqualTo(5L);
    assertThat(interpreter.modules().contains("lib")).isFalse();
  }

  @Test
  void importStatement_findsModulesOfTheInterpreter() throws Exception {
    Path pkg = Files.createDirectory(folder.resolve("pkg"));
    Files.writeString(pkg.resolve("__init__.py"), "from . import sub\nfrom .sub import z as w\n");
    Files.writeString(pkg.resolve("sub.py"), "import json\nz = json.loads('3')\n");
    interpreter.imports().path().add(folder.toString());

    run("import pkg.sub\nfrom pkg import *\nfrom pkg.sub import z\ntop = pkg.w");

    assertThat(module.get("z")).isEqualTo(3L);
    assertThat(module.get("top")).isEqualTo(3L);
    assertThat(module.get("pkg")).isSameAs(interpreter.importModule("pkg"));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run("import nowhere_at_all"))
        .withMessageContaining("nowhere_at_all");
  }

  @Test
  void importStatement_usesTheBuiltinsThatTheGlobalsName() {
    Map<String, Object> globals = new HashMap<>();
    globals.put(
        "__builtins__",
        Map.of("__import__", (TenonCallable) arguments -> "imported " + arguments[0]));

    interpreter.run(() -> Code.compile("py", "<test>", "import anything").exec(globals));

    assertThat(globals.get("anything")).isEqualTo("imported anything");
  }

  @Test
  void sysAndBuiltins_areThoseOfOneInterpreter() {
    try (Interpreter other = Interpreter.create();
        Interpreter isolated = Interpreter.builder().isolated(true).build()) {
      run(
          """
          import sys, __builtin__
          sys.leak = 7
          __builtin__.leak = 42
          __builtin__.len = lambda x: 'changed'
          seen = leak
          """);

      assertThat(module.get("seen")).isEqualTo(42L);
      for (Interpreter each : List.of(other, isolated)) {
        assertThat(in(each, "result = len('abc')")).isEqualTo(3L);
        assertThat(in(each, "import sys\nresult = hasattr(sys, 'leak')")).isEqualTo(false);
        assertThatExceptionOfType(NameError.class).isThrownBy(() -> in(each, "result = leak"));
      }
    }
  }

  @Test
  void functionOfAnotherInterpreter_keepsItsBuiltins() {
    try (Interpreter other = Interpreter.create()) {
      ModuleObject theirs = other.newModule("theirs");
      Code.compile("py", "<test>", "def size():\n    return len('abc')\n").exec(theirs);
      run("import __builtin__\n__builtin__.len = lambda x: 'changed'\ndef f(g):\n    return g()\n");

      assertThat(module.call("f", theirs.get("size"))).isEqualTo(3L);
    }
  }

  @Test
  void builtinsOfTheLanguage_areNotShadowed() {
    run("x = 20\ndef f():\n    y = 1\n    return eval('x + 1 + y')\nvalue = f()\n");

    assertThat(module.get("value")).isEqualTo(22L);
  }

  @Test
  void classOfAScript_hasItsModules() throws Exception {
    Files.writeString(
        folder.resolve("mainy.py"),
        """
        class C(object):
            class Inner(object):
                pass
            def method(self):
                pass
        def f():
            return 1
        me = importModule('mainy')
        names = [C.__module__, f.__module__, C.__impl_module__, f.__impl_module__,
                 C.method.__module__, C.Inner.__module__]
        same = me.C is C and me.f is f
        """);
    interpreter.imports().path().add(folder.toString());

    new RunPy(interpreter).runModuleAsMain("mainy", List.of());

    ModuleObject main = interpreter.main();
    assertThat((List<?>) main.get("names"))
        .map(String::valueOf)
        .containsExactly("mainy", "mainy", "__main__", "__main__", "mainy", "mainy");
    assertThat(main.get("same")).isEqualTo(true);
    assertThat(main.get("C"))
        .isInstanceOfSatisfying(
            Defined.class,
            type -> {
              assertThat(type.moduleName()).isEqualTo("mainy");
              assertThat(type.implModuleName()).isEqualTo("__main__");
            });
  }

  @Test
  void attributesOfAFunction_areReadAndStored() {
    ModuleObject other = interpreter.newModule("other");
    run("def f(a, b=2):\n    'Adds.'\n    return a + b\nf.note = 'x'\n");
    other.set("f", module.get("f"));
    Code.compile("py", "<test>", "f.note = 'y'\nvalue = f(1, b=5)").exec(other);

    assertThat(((Defined) module.get("f")).attributeMap()).containsEntry("__doc__", "Adds.");
    assertThat(other.get("value")).isEqualTo(6L);
    assertThat(((TenonCallable) module.get("f")).callWith(Map.of("b", 10L), 1L)).isEqualTo(11L);
    run("note = f.note");
    assertThat(module.get("note")).isEqualTo("y");
  }

  @Test
  void errorsOfTheSystem_areOfTheirKind() {
    assertThatExceptionOfType(FileNotFoundError.class)
        .isThrownBy(() -> run("open('/nowhere/at/all')"));
    assertThatExceptionOfType(OsError.class).isThrownBy(() -> run("raise IOError('x')"));
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> run("class Own(ValueError):\n    pass\nraise Own('text')"))
        .withMessageContaining("Own: text");
    run("try:\n    open('/nowhere')\nexcept IOError as e:\n    caught = True\n");
    assertThat(module.get("caught")).isEqualTo(true);
  }

  @Test
  void statusOfAnExit_passesThroughScripts() {
    ModuleObject other = interpreter.newModule("other");
    run("def leave(status):\n    raise SystemExit(status)\n");
    other.set("leave", module.get("leave"));
    Code js = Code.compile("js", "<test>", "leave(7)");

    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> js.eval(other))
        .satisfies(exit -> assertThat(exit.status()).isEqualTo(7));
    module.set("exit7", (TenonCallable) arguments -> js.eval(other));
    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> run("exit7()"))
        .satisfies(exit -> assertThat(exit.status()).isEqualTo(7));
    run("try:\n    exit7()\nexcept SystemExit as e:\n    code = e.code\n");
    assertThat(module.get("code")).isEqualTo(7L);
  }

  @Test
  void print_goesToTheOutputOfTheInterpreter() {
    run("print 'hello', 1\nprint u'gr\\u00fc\\u00df'\nimport sys\nsys.stdout.write('end')\n");

    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("hello 1\ngrüß\nend");
  }

  @Test
  void namesUsedLater_areThoseOfTheModule() {
    run(
        """
        x = 1
        def generate():
            yield x
            yield x
        def outer():
            def inner():
                return x
            return inner
        class C(object):
            y = x
            def read(self):
                return x
        numbers = [x for _ in range(2)]
        made, inner, instance = generate(), outer(), C()
        made.next()
        x = 5
        later = [made.next(), inner(), instance.read(), C.y]
        def in_function():
            exec 'z = x' in globals()
            return z
        """);

    assertThat((List<?>) module.get("later"))
        .map(String::valueOf)
        .containsExactly("5", "5", "5", "1");
    assertThat(module.call("in_function")).isEqualTo(5L);
    assertThat(module.get("z")).isEqualTo(5L);
  }
}
