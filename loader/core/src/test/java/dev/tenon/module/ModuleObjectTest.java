// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.spi.Defs;
import dev.tenon.spi.Modules;
import dev.tenon.spi.Specs;
import dev.tenon.value.TenonCallable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ModuleObjectTest {

  private final ModuleObject module = new ModuleObject("spam");

  private static TenonCallable callable(TenonCallable body) {
    return body;
  }

  @Test
  void newModule_hasTheFiveNamesInCpythonsOrder() {
    assertThat(module.namespace().keySet())
        .containsExactly("__name__", "__doc__", "__loader__", "__package__", "__spec__");
    assertThat(module.name()).isEqualTo("spam");
    assertThat(module.get("__doc__")).isNull();
    assertThat(module.interpreter()).isNull();
  }

  @Test
  void newModule_withoutName_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> new ModuleObject(null));
  }

  @Test
  void name_isNoText_isUnknown() {
    module.set("__name__", 1L);

    assertThat(module.name()).isEqualTo("?");
  }

  @Nested
  class Reading {

    @Test
    void get_storedNull_isNoneAndPresent() {
      module.set("none", null);

      assertThat(module.get("none")).isNull();
      assertThat(module.has("none")).isTrue();
      assertThat(module.getOrDefault("none", "fallback")).isNull();
    }

    @Test
    void get_absent_saysWhichModule() {
      assertThatThrownBy(() -> module.get("eggs"))
          .isInstanceOf(AttributeError.class)
          .hasMessage("module 'spam' has no attribute 'eggs'");
    }

    @Test
    void get_nearMiss_proposesTheName() {
      module.set("counter", 1L);

      assertThatThrownBy(() -> module.get("conter"))
          .hasMessage("module 'spam' has no attribute 'conter'. Did you mean: 'counter'?");
    }

    @Test
    void get_absentInAModuleWithoutName_leavesTheNameOut() {
      module.delete("__name__");

      assertThatThrownBy(() -> module.get("eggs")).hasMessage("module has no attribute 'eggs'");
    }

    @Test
    void get_absentInAPartialModule_saysSo() {
      ModuleSpec spec = ModuleSpec.of("spam", null).build();
      Specs.setInitializing(spec, true);
      module.set("__spec__", spec);

      assertThatThrownBy(() -> module.get("eggs"))
          .hasMessageStartingWith("partially initialized module 'spam' has no attribute 'eggs'");
    }

    @Test
    void get_hook_isAskedOnlyForWhatIsMissing() {
      module.set("present", 1L);
      module.set("__getattr__", callable(arguments -> "computed " + arguments[0]));

      assertThat(module.get("present")).isEqualTo(1L);
      assertThat(module.get("absent")).isEqualTo("computed absent");
      assertThat(module.has("absent")).isTrue();
    }

    @Test
    void get_hookRaisesAttributeError_isAMissingAttribute() {
      module.set(
          "__getattr__",
          callable(arguments -> {
            throw new AttributeError("not here");
          }));

      assertThatThrownBy(() -> module.get("absent")).hasMessage("not here");
      assertThat(module.has("absent")).isFalse();
      assertThat(module.getOrDefault("absent", 3L)).isEqualTo(3L);
    }

    @Test
    void get_hookRaisesAnotherError_reachesTheCaller() {
      module.set(
          "__getattr__",
          callable(arguments -> {
            throw new ValueError("broken hook");
          }));

      assertThatThrownBy(() -> module.getOrDefault("absent", null))
          .isInstanceOf(ValueError.class)
          .hasMessage("broken hook");
    }

    @Test
    void get_hookIsNoFunction_isATypeError() {
      module.set("__getattr__", 1L);

      assertThatThrownBy(() -> module.get("absent"))
          .isInstanceOf(TypeError.class)
          .hasMessage("'int' object is not callable");
    }

    @Test
    void get_dictAndClass_areTheNamespaceAndTheKind() {
      assertThat(module.get("__dict__")).isSameAs(module.namespace());
      assertThat(module.get("__class__")).isSameAs(ModuleKind.STANDARD);
    }

    @Test
    void namespace_isLive() {
      module.namespace().put("raw", 1L);
      assertThat(module.get("raw")).isEqualTo(1L);

      module.set("raw", 2L);
      assertThat(module.namespace()).containsEntry("raw", 2L);
    }
  }

  @Nested
  class Changing {

    @Test
    void delete_present_removesIt() {
      module.set("a", 1L);
      module.delete("a");

      assertThat(module.has("a")).isFalse();
    }

    @Test
    void delete_absent_isAnAttributeError() {
      module.set("__getattr__", callable(arguments -> 1L));

      assertThatThrownBy(() -> module.delete("a")).isInstanceOf(AttributeError.class);
    }

    @Test
    void set_classToAnotherKind_changesTheKind() {
      ModuleKind kind = ModuleKind.of("special").property("answer", owner -> 42L).build();
      module.set("__class__", kind);

      assertThat(module.kind()).isSameAs(kind);
      assertThat(module.get("answer")).isEqualTo(42L);
    }

    @Test
    void set_classToSomethingElse_isATypeError() {
      assertThatThrownBy(() -> module.set("__class__", "text"))
          .isInstanceOf(TypeError.class)
          .hasMessageEndingWith("not 'str'");
    }
  }

  @Nested
  class Listing {

    @Test
    void dir_isSorted() {
      module.set("b", 1L);
      module.set("a", 1L);

      assertThat(module.dir())
          .containsExactly(
              "__doc__", "__loader__", "__name__", "__package__", "__spec__", "a", "b");
    }

    @Test
    void dir_hook_replacesTheNames() {
      module.set("__dir__", callable(arguments -> List.of("z", "y")));
      assertThat(module.dir()).containsExactly("y", "z");

      module.set("__dir__", callable(arguments -> new Object[] {"x", "w"}));
      assertThat(module.dir()).containsExactly("w", "x");
    }

    @Test
    void dir_hookGivesNoSequenceOfTexts_isATypeError() {
      module.set("__dir__", callable(arguments -> 1L));
      assertThatThrownBy(module::dir)
          .isInstanceOf(TypeError.class)
          .hasMessage("__dir__ must return a sequence of str, not 'int'");

      module.set("__dir__", callable(arguments -> Arrays.asList("a", null)));
      assertThatThrownBy(module::dir)
          .isInstanceOf(TypeError.class)
          .hasMessage("__dir__ returned an item of type 'NoneType', expected str");
    }
  }

  @Nested
  class Calling {

    @Test
    void call_callable_givesItsResult() {
      module.set("join", callable(arguments -> "" + arguments[0] + arguments[1]));

      assertThat(module.call("join", "a", null)).isEqualTo("anull");
    }

    @Test
    void call_somethingElse_isATypeError() {
      module.set("text", "text");

      assertThatThrownBy(() -> module.call("text"))
          .isInstanceOf(TypeError.class)
          .hasMessage("'str' object is not callable");
    }

    @Test
    void call_callableModule_usesItsOperator() {
      ModuleObject inner = new ModuleObject("inner");
      inner.setKind(
          ModuleKind.of("callable")
              .onCall((self, arguments) -> self.name() + arguments[0])
              .build());
      module.set("inner", inner);

      assertThat(module.call("inner", 1L)).isEqualTo("inner1");
    }
  }

  @Nested
  class Attaching {

    private final ModuleDef def =
        ModuleDef.of("spam").state(StringBuilder.class, StringBuilder::new).build();

    @Test
    void attach_once_givesDefAndState() {
      ModuleState state = Defs.stateOpener(def).open(module);
      Modules.attach(module, def, state);

      assertThat(module.def()).isSameAs(def);
      assertThat(Modules.stateOf(module)).isSameAs(state);
      assertThat(module.state(StringBuilder.class)).isSameAs(state.value());
    }

    @Test
    void attach_twice_isRefusedAndChangesNothing() {
      Modules.attach(module, def, null);

      assertThatThrownBy(() -> Modules.attach(module, ModuleDef.of("eggs").build(), null))
          .isInstanceOf(ImportException.class)
          .hasMessage(
              "cannot attach the state of 'eggs' to module 'spam': it already carries that of"
                  + " 'spam'");
      assertThat(module.def()).isSameAs(def);
    }

    @Test
    void detach_letsItBeAttachedAgain() {
      Modules.attach(module, def, null);
      Modules.detach(module);

      assertThat(module.def()).isNull();
      Modules.attach(module, def, null);
      assertThat(module.def()).isSameAs(def);
    }

    @Test
    void state_ofAnotherClassOrNone_isRefused() {
      assertThatIllegalStateException()
          .isThrownBy(() -> module.state(StringBuilder.class))
          .withMessage(
              "the state of module 'spam' is of type none, expected java.lang.StringBuilder");

      Modules.attach(module, def, Defs.stateOpener(def).open(module));
      assertThatIllegalStateException()
          .isThrownBy(() -> module.state(String.class))
          .withMessage(
              "the state of module 'spam' is of type java.lang.StringBuilder,"
                  + " expected java.lang.String");
    }
  }

  @Nested
  class Printing {

    @Test
    void toString_withoutSpec_usesNameAndFile() {
      assertThat(module).hasToString("<module 'spam'>");

      module.set("__file__", "spam.so");
      assertThat(module).hasToString("<module 'spam' from 'spam.so'>");
    }

    @Test
    void toString_withSpec_usesItsOrigin() {
      module.set("__spec__", ModuleSpec.of("eggs", null).location("eggs.so").build());
      assertThat(module).hasToString("<module 'eggs' from 'eggs.so'>");

      module.set("__spec__", ModuleSpec.of("eggs", null).origin("built-in").build());
      assertThat(module).hasToString("<module 'eggs' (built-in)>");
    }
  }
}
