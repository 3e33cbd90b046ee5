// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.Interpreter;
import dev.tenon.code.Globals;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import org.junit.jupiter.api.Test;

/// Errors say by methods what their messages say in words, so that nobody has to take texts apart.
class ErrorDataTest {

  @Test
  void attributeError_ofAModule_knowsNameAndModule() {
    ModuleObject module = new ModuleObject("things");

    AttributeError error = catchThrowableOfType(AttributeError.class, () -> module.get("absent"));

    assertThat(error.name()).isEqualTo("absent");
    assertThat(error.object()).isSameAs(module);
  }

  @Test
  void attributeError_ofAReadOnlyProperty_knowsNameAndModule() {
    ModuleObject module = new ModuleObject("things");
    module.setKind(ModuleKind.of("fixed").property("one", _ -> 1L).build());

    AttributeError error = catchThrowableOfType(AttributeError.class, () -> module.set("one", 2L));

    assertThat(error.name()).isEqualTo("one");
    assertThat(error.object()).isSameAs(module);
  }

  @Test
  void attributeError_ofAMessageAlone_knowsNothing() {
    AttributeError error = new AttributeError("no");

    assertThat(error.name()).isNull();
    assertThat(error.object()).isNull();
  }

  @Test
  void nameError_knowsTheName() {
    try (Interpreter interpreter = Interpreter.create()) {
      NameError error =
          catchThrowableOfType(
              NameError.class,
              () -> interpreter.enter(() -> Globals.of(interpreter.main()).get("absent")));

      assertThat(error.name()).isEqualTo("absent");
    }
  }

  @Test
  void keyError_hasTheKey() {
    assertThat(new KeyError("'a'", "a").key()).isEqualTo("a");
    assertThat(new KeyError("no such thing").key()).isEqualTo("no such thing");
  }

  @Test
  void osError_hasTheNumber() {
    assertThat(new OsError("no", 2).errno()).isEqualTo(2);
    assertThat(new OsError("no").errno()).isZero();
  }
}
