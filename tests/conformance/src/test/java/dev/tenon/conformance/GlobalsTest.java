// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Globals through the module, properties as globals, builtins as a module: area PROP.
class GlobalsTest {

  private final World world = new World();
  private final List<Object> seen = new ArrayList<>();

  /// Defines functions that read and write the bare name p.
  private final Code functions =
      Code.of(
          "<functions>",
          globals -> {
            globals.set("read", (TenonCallable) arguments -> globals.get("p"));
            globals.set(
                "write",
                (TenonCallable)
                    arguments -> {
                      globals.set("p", arguments[0]);
                      return null;
                    });
            return null;
          });

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// A module m whose functions read and write the bare name p.
  private ModuleObject module(ModuleKind kind) {
    world.module(
        "m",
        module -> {
          module.setKind(kind);
          functions.exec(module);
        });
    return world.loadModule("m");
  }

  private ModuleKind countingKind() {
    return ModuleKind.of("counting")
        .property(
            "p",
            module -> {
              seen.add(module);
              return (long) seen.size();
            })
        .build();
  }

  private static Code load(String name) {
    return Code.of("<load>", globals -> globals.get(name));
  }

  @Test
  @Case("PROP-01")
  void bareName_ofAProperty_isItsValue() {
    ModuleObject module = module(countingKind());

    assertThat(module.call("read")).isEqualTo(1L);
    assertThat(seen).containsExactly(module);
  }

  @Test
  @Case("PROP-02")
  void bareName_ofAProperty_isComputedEachTime() {
    ModuleObject module = module(countingKind());

    assertThat(List.of(module.call("read"), module.call("read"), module.call("read")))
        .isEqualTo(List.of(1L, 2L, 3L));
    assertThat(seen).hasSize(3);
  }

  @Test
  @Case("PROP-03")
  void bareName_moduleMode_goesOnToBuiltinsAndThenFails() {
    ModuleObject module = module(ModuleKind.STANDARD);
    module.set(
        "__getattr__",
        (TenonCallable)
            arguments -> {
              seen.add(arguments[0]);
              throw new AttributeError("no");
            });

    assertThat(load("__import__").eval(module)).isSameAs(world.imports().standardImport());
    assertThatExceptionOfType(NameError.class)
        .isThrownBy(() -> load("x").eval(module))
        .withMessage("name 'x' is not defined");
    assertThat(seen).containsExactly("__import__", "x");
  }

  @Test
  @Case("PROP-04")
  void bareName_plainMode_neverCallsGetattr() {
    ModuleObject module = module(countingKind());
    module.set("__getattr__", (TenonCallable) arguments -> seen.add(arguments[0]));

    for (String name : List.of("p", "x")) {
      assertThatExceptionOfType(NameError.class)
          .isThrownBy(() -> load(name).eval(module.namespace()))
          .withMessage("name '%s' is not defined", name);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void bareName_plainMode_goesOnToBuiltins() {
    Map<String, Object> own = new HashMap<>();
    own.put("__builtins__", Map.of("only", 1L));

    world
        .interpreter()
        .run(() ->
            assertThat(load("__import__").eval(new HashMap<>()))
                .isSameAs(world.imports().standardImport()));
    assertThat(load("only").eval(own)).isEqualTo(1L);
    assertThatExceptionOfType(NameError.class)
        .isThrownBy(() -> load("__import__").eval(new HashMap<>()));
  }

  @Test
  @Case("PROP-05")
  void exec_moduleAsGlobals_bindsAttributes() {
    ModuleObject module = new ModuleObject("M");
    module.set("x", 1L);
    Code code =
        Code.of(
            "<string>",
            globals -> {
              globals.set("y", (long) globals.get("x") + 1);
              return "value";
            });

    ModuleObject builtins = world.interpreter().builtins();
    assertThat(builtins.call("exec", code, module)).isNull();
    assertThat(builtins.call("eval", code, module)).isEqualTo("value");

    assertThat(module.get("y")).isEqualTo(2L);
  }

  @Test
  void exec_wrongArguments_isTypeError() {
    ModuleObject builtins = world.interpreter().builtins();

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> builtins.call("exec", load("x"), 7L))
        .withMessage("exec() globals must be a dict or a module, not int");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> builtins.call("eval", "x", Map.of()))
        .withMessage("eval() arg 1 must be a code object, not str");
  }

  @Test
  void exec_checkedException_isTheCauseOfARuntimeError() {
    Code failing =
        Code.of(
            "<failing>",
            globals -> {
              throw new IOException("disk full");
            });

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> failing.exec(new HashMap<>()))
        .withCauseInstanceOf(IOException.class);
  }

  @Test
  @Case("PROP-06")
  void store_toASettableProperty_callsTheSetter() {
    ModuleObject module =
        module(
            ModuleKind.of("kind")
                .property(
                    "p",
                    owner -> seen.getLast(),
                    (owner, value) -> seen.addAll(List.of(owner, value)))
                .build());

    module.call("write", 5L);

    assertThat(seen).containsExactly(module, 5L);
    assertThat(module.namespace()).doesNotContainKey("p");
  }

  @Test
  void store_toAPropertyWithoutSetter_isAttributeError() {
    ModuleObject module = module(countingKind());

    assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> module.call("write", 5L));
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> Globals.of(module).delete("p"))
        .withMessage("property 'p' of 'counting' object has no deleter");
  }

  @Test
  @Case("PROP-07")
  void storeAndDelete_ordinaryName_haveTheSameEffectInBothModes() {
    ModuleObject module = new ModuleObject("m");
    Map<String, Object> mapping = new HashMap<>();

    for (Globals globals : List.of(Globals.of(module), Globals.of(mapping))) {
      globals.set("a", null);
      assertThat(globals.mapping()).containsEntry("a", null);
      assertThat(globals.has("a")).isTrue();

      globals.delete("a");
      assertThat(globals.mapping()).doesNotContainKey("a");
      assertThat(globals.has("a")).isFalse();
      assertThatExceptionOfType(NameError.class)
          .isThrownBy(() -> globals.delete("a"))
          .withMessage("name 'a' is not defined");
    }
  }

  @Test
  @Case("PROP-08")
  void property_isNotInTheRawNamespace() {
    ModuleObject module = module(countingKind());

    assertThat(module.namespace().get("p")).isNull();
    assertThat(Globals.of(module).mapping()).isSameAs(module.namespace()).doesNotContainKey("p");
    assertThat(seen).isEmpty();
  }

  @Test
  @Case("PROP-09")
  void function_afterItsModuleLeftTheRegistry_worksOnTheSameNamespace() {
    ModuleObject module = module(ModuleKind.STANDARD);
    TenonCallable read = (TenonCallable) module.get("read");
    TenonCallable write = (TenonCallable) module.get("write");
    world.interpreter().modules().remove("m");

    write.call(3L);

    assertThat(read.call()).isEqualTo(3L);
    assertThat(module.namespace()).containsEntry("p", 3L);
  }

  @Test
  @Case("PROP-10")
  void builtin_added_isFoundByEveryModuleOfThatInterpreterOnly() {
    world.interpreter().builtins().set("p", "shared");
    assertThat(module(ModuleKind.STANDARD).call("read")).isEqualTo("shared");

    try (World other = new World()) {
      other.module("m", functions::exec);
      assertThatExceptionOfType(NameError.class)
          .isThrownBy(() -> other.loadModule("m").call("read"));
    }
  }

  @Test
  @Case("PROP-11")
  void propertyAndFunction_storedAsValues_areReadAsTheyAre() {
    ModuleObject module = new ModuleObject("m");
    ModuleKind.Getter property = owner -> 1L;
    TenonCallable function = arguments -> (long) arguments.length;
    module.set("property", property);
    module.set("function", function);

    assertThat(module.get("property")).isSameAs(property);
    assertThat(module.get("function")).isSameAs(function);
    assertThat(module.call("function")).isEqualTo(0L);
  }
}
