// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.concurrent.Crossing;
import dev.tenon.concurrent.InterpreterPool;
import dev.tenon.function.ModuleFunction;
import dev.tenon.imports.LazyLoader;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.run.RunOptions;
import dev.tenon.run.RunPy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to get code of modules run raises its audit events, before anything of it runs.
class AuditWaysTest {

  private static final Code NOTHING = Code.of("<string>", globals -> null);

  @TempDir private Path folder;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final MemoryFinder finder = new MemoryFinder();
  private Interpreter interpreter;

  @BeforeEach
  void makeInterpreter() throws Exception {
    Files.writeString(folder.resolve("way" + AttributeFiles.SUFFIX), "x=1\n");
    interpreter = Interpreter.builder().path(folder).auditHook(this::note).build();
    interpreter.imports().metaPath().addFirst(finder);
    finder.add(ModuleDef.of("ext").dynamic("f", null, (module, arguments) -> 1L).build());
    finder.add(ModuleDef.of("program").main((module, arguments) -> 0).build());
    seen.clear();
  }

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  private void note(String event, List<?> arguments) {
    seen.add(arguments.isEmpty() ? event : event + " " + arguments.getFirst());
  }

  private interface Action {
    void run() throws Exception;
  }

  /// A way in.
  ///
  /// @param events what hooks are told, among other events and in this order
  private record Way(String name, Action action, List<String> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Way way(String name, Action action, String... events) {
    return new Way(name, action, List.of(events));
  }

  private String file() {
    return folder.resolve("way" + AttributeFiles.SUFFIX).toString();
  }

  private List<Way> ways() {
    RunPy runPy = new RunPy(interpreter);
    ModuleObject main = interpreter.main();
    return List.of(
        way("importModule", () -> interpreter.importModule("way"), "import way"),
        way("importByName", () -> interpreter.importByName("way"), "import way"),
        way(
            "import",
            () -> interpreter.imports().statementsOf(main).importModule("way"),
            "import way"),
        way(
            "from",
            () -> interpreter.imports().statementsOf(main).importFrom("way", "x"),
            "import way"),
        way("lazy import", this::importLazily, "import way"),
        way("__import__", () -> interpreter.imports().standardImport().call("way"), "import way"),
        way("importModule of scripts", this::callBuiltin, "import way"),
        way("Crossing.call", this::cross, "import ext"),
        way("InterpreterPool", this::usePool, "import ext"),
        way("LazyLoader", this::loadLazily, "import later", "tenon.exec later"),
        way("reload", () -> interpreter.reload(loaded("way")), "import way", "tenon.exec way"),
        way("executeInPlace", this::executeInPlace, "tenon.exec way"),
        way("findSpec", () -> interpreter.imports().findSpec("way"), "tenon.find way"),
        way(
            "moduleFromSpec",
            () -> interpreter.imports().moduleFromSpec(specOf("way")),
            "tenon.create way"),
        way("readDef", this::readDef, "tenon.query ext"),
        way(
            "runModuleAsMain",
            () -> runPy.runModuleAsMain("way", List.of()),
            "cpython.run_module way",
            "import way",
            "exec"),
        way(
            "runModuleAsMain of an extension",
            () -> runPy.runModuleAsMain("program", List.of()),
            "cpython.run_module program",
            "import program",
            "tenon.query program",
            "tenon.exec program"),
        way(
            "runPathAsMain",
            () -> runPy.runPathAsMain(file(), List.of()),
            "cpython.run_file",
            "exec"),
        way(
            "runCodeAsMain",
            () -> runPy.runCodeAsMain(NOTHING, List.of()),
            "cpython.run_command <string>",
            "exec"),
        way(
            "runModule",
            () -> runPy.runModule("way", RunOptions.NONE),
            "cpython.run_module way",
            "exec"),
        way("runPath", () -> runPy.runPath(file(), RunOptions.NONE), "cpython.run_file", "exec"),
        way("exec of the interpreter", () -> interpreter.exec(NOTHING), "exec"),
        way("exec", () -> interpreter.run(() -> NOTHING.exec(main)), "exec"),
        way("exec of scripts", this::callExec, "exec"),
        way(
            "an interpreter of its own, from inside",
            () -> interpreter.run(() -> Interpreter.create().close()),
            "cpython.PyInterpreterState_New"),
        way(
            "subinterpreter",
            () -> interpreter.subinterpreter().build(),
            "cpython.PyInterpreterState_New"),
        way(
            "addAuditHook",
            () -> interpreter.addAuditHook((event, arguments) -> {}),
            "sys.addaudithook"),
        way("deserialization", this::deserialize, "pickle.find_class ext"));
  }

  static Stream<String> names() {
    return new AuditWaysTest().named();
  }

  private Stream<String> named() {
    interpreter = Interpreter.create();
    return ways().stream().map(Way::name).toList().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void way_raisesItsEvents(String name) throws Exception {
    Way way = ways().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();

    way.action().run();

    List<String> expected = way.events();
    List<String> matching =
        seen.stream()
            .map(event ->
                expected.stream()
                    .filter(wanted -> event.equals(wanted) || event.startsWith(wanted + " "))
                    .findFirst()
                    .orElse(""))
            .filter(event -> !event.isEmpty())
            .distinct()
            .toList();
    assertThat(matching).as("all events: %s", seen).containsExactlyElementsOf(expected);
  }

  @Test
  void ways_ofRunPy_areAllHere() {
    assertThat(ways().stream().map(Way::name)).containsAll(publicMethods(RunPy.class));
  }

  private static List<String> publicMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .toList();
  }

  private ModuleObject loaded(String name) {
    ModuleObject module = interpreter.importModule(name);
    seen.clear();
    return module;
  }

  private ModuleSpec specOf(String name) {
    ModuleSpec spec = interpreter.imports().findSpec(name);
    seen.clear();
    return spec;
  }

  private void importLazily() {
    interpreter.imports().statementsOf(interpreter.main()).lazy().importModule("way");
    Object _ = interpreter.main().get("way");
  }

  private void callBuiltin() {
    Object _ = interpreter.builtins().call("importModule", "way");
  }

  private void callExec() {
    interpreter.run(() -> interpreter.builtins().call("exec", NOTHING, interpreter.main()));
  }

  private Interpreter child() {
    Interpreter child = interpreter.subinterpreter().build();
    child.imports().metaPath().addFirst(finder);
    return child;
  }

  private void cross() {
    Object _ = Crossing.call(child(), "ext", "f");
  }

  private void usePool() throws Exception {
    try (InterpreterPool pool = InterpreterPool.of(1, this::child)) {
      Object _ = pool.call("ext", "f");
    }
  }

  private void loadLazily() {
    finder.add("later", new LazyLoader(new Body()));
    Object _ = interpreter.importModule("later").getOrDefault("x", null);
  }

  private static final class Body implements Loader {
    @Override
    public @Nullable Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) {
      ((ModuleObject) module).set("x", 1L);
    }
  }

  private void executeInPlace() {
    ModuleObject module = loaded("way");
    interpreter.imports().executeInPlace((ModuleSpec) module.get("__spec__"), module);
  }

  private void readDef() throws Exception {
    ModuleSpec spec = specOf("ext");
    ModuleDef _ = interpreter.enter(() -> ((ExtensionLoader) spec.loader()).readDef(spec));
  }

  private void deserialize() throws Exception {
    ModuleFunction function = (ModuleFunction) loaded("ext").get("f");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(function);
    }
    Object read =
        interpreter.enter(() -> {
          try (ObjectInputStream stream =
              new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return stream.readObject();
          }
        });
    assertThat(read).isSameAs(function);
  }

  @Test
  void subinterpreter_hasTheHooksOfItsParentUnlessToldOtherwise() {
    interpreter.addAuditHook((event, arguments) -> seen.add("second " + event));
    seen.clear();

    try (Interpreter own = interpreter.subinterpreter().inheritAuditHooks(false).build()) {
      own.audit("mine");
      assertThat(own.isAudited()).isFalse();
    }
    try (Interpreter child = interpreter.subinterpreter().build();
        Interpreter grandchild = child.subinterpreter().build()) {
      seen.clear();
      grandchild.audit("mine");
      assertThat(seen).containsExactly("mine", "second mine");
    }
  }

  /// Hooks of the process stay, so this one speaks up for its own test only.
  @Test
  void hookOfTheProcess_isToldByAllInterpretersBeforeTheirOwnHooks() {
    Thread self = Thread.currentThread();
    Map<String, Boolean> wanted = Map.of("process.test", true);
    Interpreter.addProcessAuditHook((event, arguments) -> {
      if (Thread.currentThread() == self && wanted.containsKey(event)) {
        seen.add("process " + event + " " + arguments);
      }
    });
    seen.clear();

    interpreter.audit("process.test", 1L);
    try (Interpreter other = Interpreter.create()) {
      assertThat(other.isAudited()).isTrue();
      other.audit("process.test", 2L);
    }

    assertThat(seen)
        .containsExactly("process process.test [1]", "process.test 1", "process process.test [2]");
  }
}
