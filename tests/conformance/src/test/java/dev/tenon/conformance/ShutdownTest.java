// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportStatements;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The end of interpreters: area SHUT.
class ShutdownTest {

  private final World world = new World();
  private final List<Object> seen = new ArrayList<>();

  /// Describes an extension with one value and a free slot.
  private void extension(String name, Object value, ModuleSlot.ExecBody free) {
    world
        .finder()
        .add(
            ModuleDef.of(name)
                .exec(module -> module.set("value", value))
                .slot(new ModuleSlot.Free(free))
                .build());
  }

  private static Object valueOf(String name) {
    return ((ModuleObject) Interpreter.current().modules().get(name)).get("value");
  }

  @Test
  @Case("SHUT-01")
  void exitCallbacks_two_runInReverseOrderWhileModulesAreIntact() {
    world.module("m", module -> module.set("value", 1L)).module("later");
    world.load("m");
    world.interpreter().onExit(() -> seen.add("one " + valueOf("m")));
    world
        .interpreter()
        .onExit(() -> seen.add("two " + Interpreter.current().importModule("later").name()));

    world.close();
    world.close();

    assertThat(seen).containsExactly("two later", "one 1");
  }

  @Test
  void exitCallback_addedByAnother_runsNext() {
    Interpreter interpreter = world.interpreter();
    interpreter.onExit(() -> seen.add("first added"));
    interpreter.onExit(() -> interpreter.onExit(() -> seen.add("added late")));

    world.close();

    assertThat(seen).containsExactly("added late", "first added");
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> interpreter.onExit(() -> {}))
        .withMessage("cannot add an exit callback: the interpreter is closed");
  }

  @Test
  @Case("SHUT-02")
  void freeSlot_ofRegisteredModule_runsOnceWithItsState() {
    world
        .finder()
        .add(
            ModuleDef.of("ext")
                .state(AtomicInteger.class, () -> new AtomicInteger(42))
                .slot(
                    new ModuleSlot.Free(
                        module -> seen.add(module.state(AtomicInteger.class).get())))
                .build());
    world.load("ext");

    world.close();
    world.close();

    assertThat(seen).containsExactly(42);
  }

  @Test
  @Case("SHUT-03")
  void freeSlots_ofModulesThatReferToEachOther_seeAllValues() {
    extension("final_a", "a", module -> seen.add(valueOf("final_b") + " " + valueOf("final_a")));
    extension("final_b", "b", module -> seen.add(valueOf("final_a") + " " + builtin("answer")));
    world.interpreter().builtins().set("answer", 42L);
    ModuleObject first = world.loadModule("final_a");
    ModuleObject second = world.loadModule("final_b");
    first.set("other", second);
    second.set("other", first);

    world.close();

    assertThat(seen).containsExactly("a 42", "b a");
  }

  private static Object builtin(String name) {
    return Interpreter.current().builtins().get(name);
  }

  @Test
  @Case("SHUT-04")
  void freeSlot_ofModuleHeldByBuiltinsAndSys_canUseBoth() {
    extension(
        "kept",
        1L,
        module -> {
          seen.add(builtin("kept") == module);
          seen.add(Interpreter.current().imports().sys().get("kept") == module);
        });
    ModuleObject kept = world.loadModule("kept");
    world.interpreter().builtins().set("kept", kept);
    world.imports().sys().set("kept", kept);
    world.interpreter().modules().remove("kept");

    world.close();

    assertThat(seen).containsExactly(true, true);
  }

  @Test
  @Case("SHUT-05")
  void freeSlot_thatImports_isToldThatTheInterpreterIsShuttingDown() {
    world.module("loaded").module("unloaded");
    extension(
        "ext",
        1L,
        module -> {
          seen.add(Interpreter.current().importModule("loaded").name());
          seen.add(Interpreter.current().imports().sys().get("meta_path"));
          Interpreter.current().importModule("unloaded");
        });
    world.load("loaded");
    world.load("ext");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(world::close)
        .withMessage("sys.meta_path is None, Tenon is likely shutting down");

    assertThat(seen).containsExactly("loaded", null);
  }

  @Test
  void importStatements_afterTheInterpreterWasClosed_sayThatItIsClosed() {
    world.module("m").module("user");
    ModuleObject user = world.loadModule("user");
    ImportStatements in = world.imports().statementsOf(user);
    ImportStatements inMapping = world.imports().statementsOf(new HashMap<>());
    world.close();

    for (ThrowingCallable statement :
        List.<ThrowingCallable>of(
            () -> in.importModule("m"),
            () -> in.importFrom("m", "x"),
            () -> in.importModuleAs("m", "x"),
            () -> in.importAllFrom("m"),
            () -> inMapping.importModule("m"),
            () -> world.imports().standardImport().call("m"),
            () -> world.imports().findSpec("m"),
            () -> world.imports().reload(user),
            () -> world.interpreter().importModule("m"))) {
      assertThatExceptionOfType(InterpreterError.class)
          .isThrownBy(statement)
          .withMessageContaining("closed");
    }
  }

  @Test
  @Case("SHUT-06")
  void exitCallbacks_ofTwoInterpreters_runInTheirOwn() {
    World other = new World();
    for (World each : List.of(world, other)) {
      each.interpreter().onExit(() -> seen.add(Interpreter.current()));
    }

    other.close();

    assertThat(seen).containsExactly(other.interpreter());
    assertThatCode(() -> world.imports().sys()).doesNotThrowAnyException();

    world.close();
    assertThat(seen).hasSize(2).last().isEqualTo(world.interpreter());
  }

  @Test
  void failures_ofCallbacksAndSlots_areCollectedAndStopNothing() {
    extension(
        "ext",
        1L,
        module -> {
          throw new AssertionError("free");
        });
    ModuleObject module = world.loadModule("ext");
    world.interpreter().onExit(() -> seen.add("ran"));
    world
        .interpreter()
        .onExit(() -> {
          throw new ValueError("callback");
        });

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(world::close)
        .withMessage("callback")
        .satisfies(error ->
            assertThat(error.getSuppressed()).extracting(Throwable::getMessage).contains("free"));

    assertThat(seen).containsExactly("ran");
    assertThat(module.get("value")).isNull();
    assertThatCode(world::close).doesNotThrowAnyException();
  }

  @Test
  void checkedFailure_ofCallback_isTheCause() {
    Exception checked = new Exception("checked");
    world
        .interpreter()
        .onExit(() -> {
          throw checked;
        });

    assertThatExceptionOfType(RuntimeError.class).isThrownBy(world::close).withCause(checked);
  }

  @Test
  void names_afterTheEnd_areNone() {
    world.module("m", module -> module.set("value", 1L));
    ModuleObject module = world.loadModule("m");
    ModuleObject byHand = new ModuleObject("by_hand");
    world.interpreter().modules().put("by_hand", byHand);
    byHand.set("value", 2L);

    world.close();

    assertThat(module.namespace()).containsEntry("value", null).containsEntry("__spec__", null);
    assertThat(module.name()).isEqualTo("m");
    assertThat(byHand.get("value")).isEqualTo(2L);
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> module.call("value"))
        .withMessageContaining("module 'm' was closed with its interpreter");
  }

  @Test
  void sys_attributes_areWhatImportsUse() {
    ModuleObject sys = world.loadModule("sys");
    world.module("m");

    sys.set("meta_path", List.of());
    assertThatExceptionOfType(ImportException.class).isThrownBy(() -> world.load("m"));
    sys.set("meta_path", List.of(world.finder()));

    assertThat(world.load("m")).isNotNull();
    assertThat(sys).hasToString("<module 'sys' (built-in)>").isSameAs(world.imports().sys());
    assertThat(sys.get("modules")).isSameAs(world.interpreter().modules().asMap());
    assertThat(sys.get("argv")).isEqualTo(List.of());

    sys.set("meta_path", "text");
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> world.load("unknown"))
        .withMessage("sys.meta_path must be a list, found 'str'");
    sys.set("meta_path", List.of());
    world.close();
  }
}
