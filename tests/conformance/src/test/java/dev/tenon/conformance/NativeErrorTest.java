// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.error.ErrorType;
import dev.tenon.error.ModuleError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Errors that cross between C and Java, error types of modules, and the hooks at their end.
class NativeErrorTest {

  @Test
  void ownType_hasNameKindAndIdentity() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> module.call("parse", "line 3"))
          .withMessage("line 3")
          .satisfies(error -> {
            assertThat(error.kind()).isEqualTo("ValueError");
            assertThat(error.typeName()).isEqualTo("failures.ParseError");
            assertThat(error.summary()).isEqualTo("failures.ParseError: line 3");
            assertThat(error.type()).isSameAs(module.get("ParseError"));
          });
    }
  }

  @Test
  @Case("STATE-05")
  void attributeOfErrorType_inOneInterpreter_isNotInAnother() {
    try (NativeWorld one = new NativeWorld();
        NativeWorld other = new NativeWorld()) {
      ErrorType mine = (ErrorType) one.load("failures").get("ParseError");
      ErrorType theirs = (ErrorType) other.load("failures").get("ParseError");
      assertThat(mine).isNotNull();
      assertThat(theirs).isNotNull();

      one.load("collections").call("set_attribute", mine, "hint", "look at line 3");

      assertThat(one.load("collections").call("get_attribute", mine, "hint"))
          .isEqualTo("look at line 3");
      assertThat(mine.attributes()).containsEntry("hint", "look at line 3");
      assertThat(theirs.attributes()).isEmpty();
    }
  }

  @Test
  void javaException_thatFailsToGiveItsMessage_isPassedOnAllTheSame() {
    try (NativeWorld world = new NativeWorld()) {
      IllegalStateException silent =
          new IllegalStateException() {
            @java.io.Serial private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
              throw new IllegalStateException("no message");
            }
          };
      TenonCallable failing =
          _ -> {
            throw silent;
          };

      assertThat(catchThrowable(() -> world.load("failures").call("pass", failing)))
          .isSameAs(silent);
    }
  }

  @Test
  void javaException_thatPassesThroughC_isTheSameObject() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");
      IllegalStateException mine = new IllegalStateException("mine");
      TenonCallable failing =
          _ -> {
            throw mine;
          };

      assertThat(catchThrowable(() -> module.call("pass", failing))).isSameAs(mine);
      assertThat(catchThrowable(() -> module.call("clean_up_after", failing))).isSameAs(mine);
      assertThat(module.get("cleaned")).isEqualTo("up");
    }
  }

  @Test
  void exit_thatPassesThroughC_keepsItsStatus() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");
      for (SystemExit exit : List.of(new SystemExit(3), new SystemExit("bye"), new SystemExit(0))) {
        TenonCallable ending =
            _ -> {
              throw exit;
            };

        for (String function : List.of("pass", "trap")) {
          assertThatExceptionOfType(SystemExit.class)
              .as(function)
              .isThrownBy(() -> module.call(function, ending))
              .isSameAs(exit);
        }
      }
    }
  }

  @Test
  void stackTrace_showsFunctionsOfC() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");
      TenonCallable failing = new Failing();

      Throwable own = catchThrowable(() -> module.call("fail"));
      Throwable passed = catchThrowable(() -> module.call("pass", failing));

      assertThat(own.getStackTrace()[0]).hasToString("failures.fail(Native Method)");
      assertThat(Arrays.stream(passed.getStackTrace()).map(StackTraceElement::getMethodName))
          .containsSubsequence("call", "pass", "stackTrace_showsFunctionsOfC");
      assertThat(passed.getStackTrace()[0].getClassName()).isEqualTo(Failing.class.getName());
    }
  }

  private static final class Failing implements TenonCallable {
    @Override
    public Object call(Object... arguments) {
      throw new KeyError("from Java");
    }
  }

  @Test
  void error_wrappedInC_keepsItsCause() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");

      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> module.call("wrap", new Failing()))
          .withMessage("wrapped")
          .withCauseInstanceOf(KeyError.class);
      assertThat(module.call("wrap", (TenonCallable) _ -> 3L)).isEqualTo(3L);
    }
  }

  @Test
  void error_canBeHandledInC() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("failures");

      assertThat(module.call("trap", new Failing())).isEqualTo("a key");
      assertThat(module.call("trap", module.get("parse"), "trapped")).isEqualTo("trapped");
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> module.call("trap", module.get("fail")))
          .withMessage("from C");
    }
  }

  @Test
  void hooks_atTheEnd_runOnceInReverseOrderBeforeClearSlots() {
    NativeWorld world = new NativeWorld();
    world.load("failures");
    assertThat(world.errorText()).isEmpty();

    world.close();
    world.close();

    assertThat(world.errorText()).isEqualTo("b\na\nclear\n");
  }

  @Test
  void hook_thatFails_isReportedAfterTheOthersHaveRun() {
    NativeWorld world = new NativeWorld();
    world.load("failing_hook");

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(world::close)
        .withMessage("the hook failed");

    assertThat(world.errorText()).isEqualTo("ba");
  }

  @Test
  void hook_ofCreateSlot_runsWhenItsContextEnds() {
    try (NativeWorld world = new NativeWorld()) {
      world.load("create_hook");
      assertThat(world.errorText()).isEqualTo("created\n");
    }
  }

  @Test
  void hook_afterFailedExec_runsOnce() {
    NativeWorld world = new NativeWorld();
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.load("hook_then_failure"))
        .withMessage("no");

    assertThat(world.errorText()).isEqualTo("hook\n");
    world.close();
    assertThat(world.errorText()).isEqualTo("hook\n");
  }
}
