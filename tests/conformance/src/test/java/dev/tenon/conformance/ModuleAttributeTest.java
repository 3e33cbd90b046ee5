// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Attributes of module objects, `__getattr__`, `__dir__` and `__class__`: area ATTR.
class ModuleAttributeTest {

  private final World world = new World();
  private final ModuleObject foo = new ModuleObject("foo");

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private static TenonCallable callable(TenonCallable body) {
    return body;
  }

  /// A function that takes no argument.
  private ModuleObject moduleWithHookOfNoArgument(String hook) {
    world
        .finder()
        .add(
            ModuleDef.of("narrow")
                .state(Narrow.class, Narrow::new)
                .typed(hook, "(state) -> i64", "", MethodHandles.lookup())
                .constant("x", 1L)
                .build());
    return world.loadModule("narrow");
  }

  /// A function that takes one argument.
  private static final class Narrow {
    @SuppressWarnings({"unused", "MemberName"}) // called by its name
    long __getattr__() {
      return 7;
    }

    @SuppressWarnings({"unused", "MemberName"}) // called by its name
    long __dir__(long surplus) {
      return surplus;
    }
  }

  @Test
  @Case("ATTR-01")
  void getattr_presentAndMissingName_isCalledForTheMissingOne() {
    List<Object> asked = new ArrayList<>();
    foo.set("x", 1L);
    foo.set(
        "__getattr__",
        callable(arguments -> {
          asked.add(arguments[0]);
          return "made " + arguments[0];
        }));

    assertThat(foo.get("x")).isEqualTo(1L);
    assertThat(foo.get("y")).isEqualTo("made y");
    assertThat(asked).containsExactly("y");
  }

  @Test
  @Case("ATTR-02")
  void getattr_raisesAttributeError_itsTextIsKeptOnlyForTheAttribute() {
    world.module(
        "m",
        module ->
            module.set(
                "__getattr__",
                callable(arguments -> {
                  throw new AttributeError("you only live once");
                })));
    ModuleObject module = world.loadModule("m");

    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.get("yolo"))
        .withMessage("you only live once");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.imports().statementsOf(new HashMap<>()).importFrom("m", "yolo"))
        .withMessageContaining("cannot import name 'yolo'");
  }

  @Test
  @Case("ATTR-03")
  void getattr_makesAText_fromImportBindsIt() {
    world.module(
        "m", module -> module.set("__getattr__", callable(arguments -> "made " + arguments[0])));
    Map<String, Object> globals = new HashMap<>();

    world.imports().statementsOf(globals).importFrom("m", "whatever");

    assertThat(globals).containsExactly(Map.entry("whatever", "made whatever"));
  }

  @Test
  @Case("ATTR-04")
  void getattr_isAText_missingNameIsTypeError() {
    foo.set("x", 1L);
    foo.set("__getattr__", "text");

    assertThat(foo.get("x")).isEqualTo(1L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> foo.get("y"))
        .withMessage("'str' object is not callable");
  }

  @Test
  @Case("ATTR-04")
  void getattr_takesNoArgument_missingNameIsTypeError() {
    ModuleObject module = moduleWithHookOfNoArgument("__getattr__");

    assertThat(module.get("x")).isEqualTo(1L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> module.get("y"))
        .withMessageContaining("__getattr__() takes no arguments (1 given)");
  }

  @Test
  @Case("ATTR-05")
  void dir_listOrArray_isSorted() {
    foo.set("__dir__", callable(arguments -> List.of("c", "a", "b")));
    assertThat(foo.dir()).containsExactly("a", "b", "c");

    foo.set("__dir__", callable(arguments -> new Object[] {"c", "a", "b"}));
    assertThat(foo.dir()).containsExactly("a", "b", "c");
  }

  @Test
  void dir_withoutHook_listsTheRawNamespaceSorted() {
    foo.set("x", 1L);
    foo.setKind(ModuleKind.of("kind").property("p", owner -> 1L).build());

    assertThat(foo.dir())
        .containsExactly("__doc__", "__loader__", "__name__", "__package__", "__spec__", "x");
  }

  @Test
  @Case("ATTR-06")
  void dir_wrongHook_isTypeError() {
    foo.set("__dir__", "text");
    assertThatExceptionOfType(TypeError.class).isThrownBy(foo::dir);

    foo.set("__dir__", callable(arguments -> 7L));
    assertThatExceptionOfType(TypeError.class).isThrownBy(foo::dir);

    world
        .finder()
        .add(
            ModuleDef.of("narrow")
                .state(Narrow.class, Narrow::new)
                .typed("__dir__", "(state, i64) -> i64", "", MethodHandles.lookup())
                .build());
    assertThatExceptionOfType(TypeError.class).isThrownBy(world.loadModule("narrow")::dir);
  }

  @Test
  @Case("ATTR-07")
  void newModule_namespace_hasTheImportAttributesOnly() {
    Map<String, Object> expected = new HashMap<>();
    List.of("__doc__", "__loader__", "__package__", "__spec__")
        .forEach(name -> expected.put(name, null));
    expected.put("__name__", "foo");

    assertThat(foo.namespace()).isEqualTo(expected);
  }

  @Test
  @Case("ATTR-08")
  void get_missingAttribute_namesTheModuleIfItHasAName() {
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> foo.get("x"))
        .withMessage("module 'foo' has no attribute 'x'");

    foo.namespace().clear();
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> foo.get("x"))
        .withMessage("module has no attribute 'x'");
  }

  @Test
  @Case("ATTR-09")
  void property_raisesRuntimeError_itPropagates() {
    foo.set("__getattr__", callable(arguments -> "made"));
    foo.setKind(
        ModuleKind.of("kind")
            .property(
                "p",
                owner -> {
                  throw new RuntimeError("broken");
                })
            .build());

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> foo.get("p"))
        .withMessage("broken");
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> foo.has("p"));
  }

  @Test
  void property_raisesAttributeError_getattrIsAsked() {
    foo.setKind(
        ModuleKind.of("kind")
            .property(
                "p",
                owner -> {
                  throw new AttributeError("not today");
                })
            .build());
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> foo.get("p"))
        .withMessage("not today");

    foo.set("__getattr__", callable(arguments -> "made"));
    assertThat(foo.get("p")).isEqualTo("made");
  }

  @Test
  void property_deleted_asksItsDeleter() {
    List<String> deleted = new ArrayList<>();
    foo.set("p", "raw");
    foo.setKind(
        ModuleKind.of("kind")
            .property("p", owner -> 1L)
            .property("q", owner -> 1L, (owner, value) -> {}, owner -> deleted.add("q"))
            .build());

    foo.delete("q");

    assertThat(deleted).containsExactly("q");
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> foo.delete("p"))
        .withMessage("property 'p' of 'kind' object has no deleter");
    assertThat(foo.namespace()).containsEntry("p", "raw");
  }

  @Test
  @Case("ATTR-10")
  void class_setToAModuleKind_changesTheKind() {
    ModuleKind kind = ModuleKind.of("kind").property("p", owner -> owner.name()).build();

    foo.set("__class__", kind);

    assertThat(foo.get("__class__")).isSameAs(kind);
    assertThat(foo.get("p")).isEqualTo("foo");
  }

  @Test
  @Case("ATTR-10")
  void class_setToAnythingElse_isTypeError() {
    for (Object other : new Object[] {String.class, "text", null}) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> foo.set("__class__", other))
          .withMessageStartingWith(
              "__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    assertThat(foo.kind()).isSameAs(ModuleKind.STANDARD);
  }

  @Test
  void dict_cannotBeReplaced() {
    assertThat(foo.get("__dict__")).isSameAs(foo.namespace());
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> foo.set("__dict__", Map.of()))
        .withMessage("readonly attribute");
  }
}
