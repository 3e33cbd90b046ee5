// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.Inspect;
import dev.tenon.module.Loader;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ThreadSupport;
import dev.tenon.run.RunOptions;
import dev.tenon.run.RunPy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Extensions and modules that run as `__main__`, and their two names: area MAIN, with modules in
/// Java.
class MainModuleTest {

  private final World world = new World();
  private final Interpreter interpreter = world.interpreter();
  private final ModuleObject main = interpreter.main();
  private final RunPy runPy = new RunPy(interpreter);

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private static final class Counter {
    int value;
  }

  private static ModuleFunction function(ModuleObject module, String name) {
    return new ModuleFunction(
        new FunctionDef(name, null, null, (FunctionBody.Dynamic) (self, arguments) -> self.name()),
        module,
        ThreadSupport.FREE,
        Defined.importName(module));
  }

  /// Everything that can be seen of `__main__` and the registry.
  private Map<String, Object> snapshot() {
    Map<String, Object> all = new LinkedHashMap<>(main.namespace());
    all.putAll(interpreter.modules().asMap());
    return all;
  }

  @Test
  @Case({"MAIN-01", "MAIN-02", "MAIN-05"})
  void extension_runAsMain_adoptsTheExistingObject() throws Exception {
    main.set("mine", "kept");
    world
        .finder()
        .add(
            ModuleDef.of("ext")
                .state(Counter.class, Counter::new)
                .exec(module -> {
                  module.set("self_in_exec", module);
                  module.set("state_in_exec", (long) module.state(Counter.class).value);
                })
                .main((module, arguments) -> arguments.size())
                .build());

    assertThat(runPy.runModuleAsMain("ext", List.of("a", "b"))).isEqualTo(2);

    assertThat(main.get("self_in_exec")).isSameAs(main);
    assertThat(main.get("state_in_exec")).isEqualTo(0L);
    assertThat(main.get("mine")).isEqualTo("kept");
    assertThat(main.get("__name__")).isEqualTo("__main__");
    assertThat(((ModuleSpec) main.get("__spec__")).name()).isEqualTo("ext");
  }

  @Test
  @Case("MAIN-03")
  void extensionWithCreateSlot_runAsMain_isRefusedAndNothingChanges() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    world
        .finder()
        .add(
            ModuleDef.of("made")
                .create((spec, def) -> new ModuleObject("made" + calls.incrementAndGet()))
                .exec(module -> calls.incrementAndGet())
                .build());
    interpreter.imports().sys();
    Map<String, Object> before = snapshot();

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("made", List.of()))
        .withMessageContaining("cannot be run as the main module");

    assertThat(calls).hasValue(0);
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  @Case("MAIN-03")
  void createBesideMainSlot_isAFaultOfTheDescriptor() {
    world
        .finder()
        .add(
            ModuleDef.of("both")
                .create((spec, def) -> new ModuleObject("both"))
                .main((module, arguments) -> 0)
                .build());

    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load("both"))
        .withMessageContaining("a main slot beside a create slot");
  }

  /// Makes its module by hand, in one phase.
  private record SinglePhase(AtomicInteger made) implements Loader {
    @Override
    public Object createModule(ModuleSpec spec) {
      made.incrementAndGet();
      return new ModuleObject(spec.name());
    }

    @Override
    public void execModule(Object module) {
      made.incrementAndGet();
    }
  }

  @Test
  @Case("MAIN-04")
  void moduleMadeByHand_runAsMain_isRefused() {
    AtomicInteger made = new AtomicInteger();
    world.finder().add("single", new SinglePhase(made));
    interpreter.imports().sys();
    Map<String, Object> before = snapshot();

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("single", List.of()));

    assertThat(made).hasValue(0);
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void secondExtension_runAsMain_isRefusedAndNothingChanges() throws Exception {
    world.finder().add(ModuleDef.of("first").constant("a", 1L).build());
    world.finder().add(ModuleDef.of("second").constant("a", 2L).build());
    runPy.runModuleAsMain("first", List.of());
    Map<String, Object> before = snapshot();

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("second", List.of()))
        .withMessageContaining("__main__ already carries the state of 'first'");

    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void extensionThatFailsInExec_leavesTheRegistryAsItWas() {
    world
        .finder()
        .add(
            ModuleDef.of("bad")
                .exec(module -> {
                  throw new ValueError("no");
                })
                .build());

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> runPy.runModuleAsMain("bad", List.of()));

    assertThat(world.isRegistered("bad")).isFalse();
    assertThat(main.def()).isNull();
  }

  /// A loader of a host that can execute in an existing module.
  private record Adopting() implements MainLoader, CodeLoader {
    @Override
    public Object createModule(ModuleSpec spec) {
      throw new AssertionError("it runs in __main__");
    }

    @Override
    public void execModule(Object module) {
      throw new AssertionError("it runs in __main__");
    }

    @Override
    public void execInModule(ModuleSpec spec, ModuleObject module) {
      module.set("executed_in", module);
      module.set("executed_for", spec.name());
    }

    @Override
    public Code getCode(String name) {
      throw new AssertionError("it is not asked for code");
    }
  }

  @Test
  @Case("MAIN-06")
  void customLoader_thatOffersIt_isAskedToExecuteInMain() throws Exception {
    world.finder().add("custom", new Adopting());

    assertThat(runPy.runModuleAsMain("custom", List.of())).isZero();

    assertThat(main.get("executed_in")).isSameAs(main);
    assertThat(main.get("executed_for")).isEqualTo("custom");
  }

  @Test
  @Case("MAIN-06")
  void customLoader_withCodeOnly_runsByItsCode() throws Exception {
    world.module("plain", module -> module.set("ran_in", module));

    assertThat(runPy.runModuleAsMain("plain", List.of())).isZero();

    assertThat(main.get("ran_in")).isSameAs(main);
  }

  @Test
  @Case("MAIN-07")
  void extension_runInAFreshNamespace_hasNoCode() {
    world.finder().add(ModuleDef.of("ext").build());

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runModule("ext", RunOptions.NONE))
        .withMessage("No code object available for ext");
  }

  @Test
  @Case({"MAIN-08", "MAIN-09"})
  void module_runAsMain_isOneObjectUnderBothNames() throws Exception {
    world.module(
        "dm",
        module -> {
          module.set("f", function(module, "f"));
          module.set("me", World.in(module).importModuleAs("dm", "again"));
        });

    runPy.runModuleAsMain("dm", List.of());

    assertThat(main.get("me")).isSameAs(main);
    assertThat(world.ran()).containsExactly("dm");
    assertThat(world.loadModule("dm").get("f")).isSameAs(main.get("f"));
    assertThat(main.get("__name__")).isEqualTo("__main__");
    assertThat(main.get("__import_name__")).isEqualTo("dm");
    assertThat(((ModuleSpec) main.get("__spec__")).name()).isEqualTo("dm");
  }

  @Test
  void module_runAsMain_keepsItsNameOnReload() throws Exception {
    world.module("dm", module -> module.set("ran", module));
    runPy.runModuleAsMain("dm", List.of());

    assertThat(interpreter.reload(main)).isSameAs(main);

    assertThat(world.ran()).containsExactly("dm", "dm");
    assertThat(main.get("__name__")).isEqualTo("__main__");
  }

  @Test
  @Case("MAIN-08")
  void submodule_runAsMain_isBoundInItsPackage() throws Exception {
    world.packageOf("pkg").module("pkg.dm");

    runPy.runModuleAsMain("pkg.dm", List.of());

    assertThat(world.loadModule("pkg").get("dm")).isSameAs(main);
  }

  @Test
  @Case("MAIN-08")
  void module_thatExits_isStillFoundByExitCallbacks() {
    world.module(
        "dm",
        module -> {
          throw new SystemExit(3);
        });

    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> runPy.runModuleAsMain("dm", List.of()));

    assertThat(world.load("dm")).isSameAs(main);
  }

  @Test
  @Case("MAIN-10")
  void functions_ofAModuleRunAsMain_haveTwoModuleNames() throws Exception {
    world.module("dm", module -> module.set("f", function(module, "f")));
    runPy.runModuleAsMain("dm", List.of());

    ModuleFunction function = (ModuleFunction) main.get("f");

    assertThat(function.moduleName()).isEqualTo("dm");
    assertThat(function.implModuleName()).isEqualTo("__main__");
  }

  @Test
  @Case("MAIN-10")
  void functions_ofAnExtensionRunAsMain_haveTwoModuleNames() throws Exception {
    world.finder().add(ModuleDef.of("ext").dynamic("f", null, (self, arguments) -> 1L).build());
    runPy.runModuleAsMain("ext", List.of());

    ModuleFunction function = (ModuleFunction) main.get("f");

    assertThat(function.moduleName()).isEqualTo("ext");
    assertThat(function.implModuleName()).isEqualTo("__main__");
  }

  @Test
  @Case("MAIN-11")
  void functions_ofAModuleWithoutImportName_haveOneModuleName() {
    world.module("dm", module -> module.set("f", function(module, "f")));

    ModuleFunction function = (ModuleFunction) world.loadModule("dm").get("f");

    assertThat(function.moduleName()).isEqualTo("dm");
    assertThat(function.implModuleName()).isEqualTo("dm");
  }

  @Test
  void adoption_thatFails_leavesMainAsItWas() throws Exception {
    ModuleObject main = interpreter.main();
    main.set("__file__", "/before.py");
    main.set("next", "mine");
    Map<String, Object> before = new HashMap<>(main.namespace());
    world
        .finder()
        .add(
            ModuleDef.of("failing")
                .doc("words")
                .constant("limit", 1L)
                .dynamic("next", null, (module, arguments) -> 1L)
                .exec(module -> {
                  assertThat(module.get("__import_name__")).isEqualTo("failing");
                  throw new ValueError("not today");
                })
                .build());
    world.finder().add(ModuleDef.of("fine").main((module, arguments) -> 7).build());

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> new RunPy(interpreter).runModuleAsMain("failing", List.of()))
        .withMessage("not today");

    assertThat(main.namespace()).isEqualTo(before);
    assertThat(world.isRegistered("failing")).isFalse();
    assertThat(new RunPy(interpreter).runModuleAsMain("fine", List.of())).isEqualTo(7);
  }

  private ModuleObject accelerated() {
    world
        .finder()
        .add(
            ModuleDef.of("_fastcounter")
                .slot(new ModuleSlot.ImportName("counter"))
                .dynamic("next", null, (self, arguments) -> 1L)
                .build());
    world.module("counter", module -> World.in(module).importFrom("_fastcounter", "next"));
    return world.loadModule("counter");
  }

  @Test
  @Case("MAIN-12")
  void accelerator_withImportName_worksForAnother() {
    ModuleFunction next = (ModuleFunction) accelerated().get("next");

    assertThat(next.moduleName()).isEqualTo("counter");
    assertThat(next.implModuleName()).isEqualTo("_fastcounter");
    assertThat(Inspect.implementationOf(next)).isSameAs(world.load("_fastcounter"));
    assertThat(world.loadModule("_fastcounter").get("__import_name__")).isEqualTo("counter");
  }

  @Test
  @Case("MAIN-12")
  void moduleName_overwritten_sourceIsStillFound() {
    world.module("impl", module -> module.set("f", function(module, "f")));
    ModuleObject impl = world.loadModule("impl");
    impl.set("__spec__", null);
    impl.set("__file__", "/where/it/is");
    ModuleFunction function = (ModuleFunction) impl.get("f");

    function.setModuleName("elsewhere");

    assertThat(function.moduleName()).isEqualTo("elsewhere");
    assertThat(function.implModuleName()).isEqualTo("impl");
    assertThat(Inspect.sourceOf(function)).contains("/where/it/is");
  }

  private static byte[] written(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return stream.readObject();
    }
  }

  @Test
  void function_serialized_followsItsModuleNameIntoTheCurrentInterpreter() throws Exception {
    ModuleFunction next = (ModuleFunction) accelerated().get("next");
    byte[] bytes = written(next);

    assertThat(interpreter.enter(() -> read(bytes))).isSameAs(next);

    try (World other = new World()) {
      other.module("counter", module -> module.set("next", function(module, "next")));
      other.load("counter");
      ModuleFunction there = (ModuleFunction) other.interpreter().enter(() -> read(bytes));
      assertThat(there.module()).isSameAs(other.load("counter"));
    }
  }

  /// What somebody writes who is not Tenon.
  private byte[] forged(String module, String name) throws Exception {
    byte[] bytes = written(accelerated().get("next"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String forged =
        text.replace("\0\7counter", "\0" + (char) module.length() + module)
            .replace("\0\4next", "\0" + (char) name.length() + name);
    return forged.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "sys, modules",
    "sys, path",
    "builtins, __import__",
    "builtins, exec",
    "counter, __spec__",
    "counter, missing",
  })
  void reference_toWhatIsNoFunctionOfAModule_isRefused(String module, String name)
      throws Exception {
    byte[] bytes = forged(module, name);
    world.imports().sys();

    assertThatExceptionOfType(InvalidObjectException.class)
        .isThrownBy(() -> interpreter.enter(() -> read(bytes)))
        .withMessageContaining("'%s.%s'".formatted(module, name));
  }

  @Test
  void reference_toAModuleThatIsNotImported_importsNothing() throws Exception {
    byte[] bytes = forged("trap", "f");
    world.module("trap", module -> module.set("f", function(module, "f")));

    assertThatExceptionOfType(InvalidObjectException.class)
        .isThrownBy(() -> interpreter.enter(() -> read(bytes)))
        .withMessage(
            "cannot read function 'trap.f': this interpreter does not let references lead to the"
                + " module 'trap'; import it before, or allow it where the interpreter is built:"
                + " allowReferences(\"trap\")");
    assertThat(world.ran()).doesNotContain("trap");
  }

  @Test
  void reference_toAnAllowedModule_importsItAndNoOther() throws Exception {
    byte[] allowed = forged("shop.cart", "f");
    byte[] other = forged("counter", "next");
    MemoryFinder finder =
        new MemoryFinder()
            .addPackage("shop", module -> {})
            .add("shop.cart", module -> module.set("f", function(module, "f")))
            .add("counter", module -> module.set("next", function(module, "next")));
    try (Interpreter reader = Interpreter.builder().allowReferences("shop.*").build();
        Interpreter child = reader.subinterpreter().build()) {
      for (Interpreter each : List.of(reader, child)) {
        each.imports().metaPath().addFirst(finder);
        each.importModule("counter");

        assertThat(each.enter(() -> read(allowed)))
            .isSameAs(each.importModule("shop.cart").get("f"));
        assertThatExceptionOfType(InvalidObjectException.class)
            .isThrownBy(() -> each.enter(() -> read(other)))
            .withMessage(
                "cannot read function 'counter.next': the module 'counter' is not among those that"
                    + " allowReferences lists for this interpreter; add it there, importing it has"
                    + " no effect: allowReferences(\"counter\")");
      }
    }
  }

  @Test
  void function_thatItsNameDoesNotLeadTo_isNotSerialized() {
    world.module("dm", module -> module.set("f", function(module, "g")));
    ModuleObject dm = world.loadModule("dm");
    dm.set("g", "another thing");

    assertThatExceptionOfType(NotSerializableException.class)
        .isThrownBy(() -> written(dm.get("f")))
        .withMessageContaining("it's not the same object as dm.g");
  }

  @Test
  void libraryWithSeveralModules_eachIsFoundByName() throws Exception {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("sys:other", List.of()))
        .withMessage("cannot look for modules beside 'sys': it comes from no file");
  }
}
