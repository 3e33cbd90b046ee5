// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.ExecutionFailed;
import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.InterpreterNotFoundError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Interpreters beside each other, and their end: area INTERP.
class InterpreterTest {

  private final Interpreter main = Interpreter.builder().path(NativeWorld.FIXTURES).build();
  private final Interpreter sub = main.subinterpreter().build();

  @AfterEach
  void closeMain() {
    main.close();
  }

  private static Code code(Code.Body body) {
    return Code.of("<string>", body);
  }

  @Test
  @Case("INTERP-01")
  void registries_ofTwoInterpreters_areDifferentObjects() {
    for (Interpreter other : List.of(sub, Interpreter.create())) {
      assertThat(other.modules()).isNotSameAs(main.modules());
      assertThat(other.modules().asMap()).isNotSameAs(main.modules().asMap());
      assertThat(other.builtins()).isNotSameAs(main.builtins());
      assertThat(other.imports().sys()).isNotSameAs(main.imports().sys());
    }
  }

  @Test
  @Case("INTERP-05")
  void exec_again_seesWhatWasDefined() {
    List<Object> seen = new ArrayList<>();
    sub.exec(
        code(globals -> {
          globals.set("spam", 42L);
          return null;
        }));
    sub.exec(code(globals -> seen.add(globals.get("spam"))));

    assertThat(seen).containsExactly(42L);
    assertThat(sub.main().get("spam")).isEqualTo(42L);
    assertThat(main.main().namespace()).doesNotContainKey("spam");
  }

  @Test
  @Case("INTERP-06")
  void main_ofAFreshInterpreter_isEmpty() {
    assertThat(sub.main().namespace())
        .containsEntry("__name__", "__main__")
        .containsEntry("__doc__", null)
        .containsEntry("__package__", null)
        .containsEntry("__spec__", null);
  }

  @Test
  @Case("INTERP-07")
  void exec_thatFails_raisesAnErrorOfTheCallersOwn() {
    ZeroDivisionError foreign = new ZeroDivisionError("division by zero");

    assertThatExceptionOfType(ExecutionFailed.class)
        .isThrownBy(() ->
            sub.exec(
                code(_ -> {
                  throw foreign;
                })))
        .withMessage("ZeroDivisionError: division by zero")
        .withNoCause()
        .satisfies(error -> {
          assertThat(error.failureType()).isEqualTo("ZeroDivisionError");
          assertThat(error.failureMessage()).isEqualTo("division by zero");
          assertThat(error.failureTrace()).contains("ZeroDivisionError", "InterpreterTest");
          assertThat(error.getSuppressed()).isEmpty();
        });
    assertThatCode(() -> sub.exec(code(_ -> null))).doesNotThrowAnyException();
  }

  @Test
  @Case("INTERP-08")
  void closedInterpreter_asked_isNotFound() {
    sub.close();

    assertThatCode(sub::close).doesNotThrowAnyException();
    assertThatExceptionOfType(InterpreterNotFoundError.class).isThrownBy(sub::isRunning);
    assertThatExceptionOfType(InterpreterNotFoundError.class)
        .isThrownBy(() -> sub.exec(code(_ -> null)));
    assertThat(main.subinterpreters()).isEmpty();
    assertThat(main.isRunning()).isFalse();
  }

  @Test
  @Case("INTERP-09")
  void interpreter_closedFromInside_staysOpen() {
    for (Interpreter each : List.of(main, sub)) {
      each.exec(
          code(_ -> {
            assertThat(each.isRunning()).isTrue();
            assertRefusesToClose(each);
            assertRefusesToClose(main);
            return null;
          }));
      assertThat(each.isClosed()).isFalse();
      assertThat(each.isRunning()).isFalse();
    }
    assertThat(main.subinterpreters()).containsExactly(sub);
  }

  private static void assertRefusesToClose(Interpreter interpreter) {
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(interpreter::close)
        .withMessageStartingWith("cannot close the current interpreter");
  }

  @Test
  @Case("INTERP-09")
  void interpreter_closedFromOneOfItsFunctions_staysOpen() {
    Interpreter isolated = main.subinterpreter().isolated(true).build();
    TenonCallable close =
        _ -> {
          assertRefusesToClose(isolated);
          assertRefusesToClose(main);
          return "refused";
        };
    for (String name : List.of("isolated_serialized", "isolated_free")) {
      ModuleObject module = isolated.importModule(name);

      assertThat(module.call("call", close)).isEqualTo("refused");
      assertThat(module.call("count")).isEqualTo(1L);
    }
    isolated.close();
    assertThat(main.isClosed()).isFalse();
  }

  @Test
  void interpreter_closedFromASerializedJavaFunction_staysOpen() {
    try (Interpreter interpreter = Interpreter.create()) {
      interpreter
          .imports()
          .metaPath()
          .addFirst(
              new MemoryFinder()
                  .add(
                      ModuleDef.of("java")
                          .dynamic(
                              "close",
                              null,
                              (module, _) -> {
                                assertRefusesToClose(interpreter);
                                return module.name();
                              })
                          .build()));
      assertThat(interpreter.importModule("java").call("close")).isEqualTo("java");
    }
  }

  @Test
  void freeJavaFunction_ofAHostThatHasNotEntered_mayCloseAndLosesItsState() {
    Interpreter interpreter = Interpreter.create();
    interpreter
        .imports()
        .metaPath()
        .addFirst(
            new MemoryFinder()
                .add(
                    ModuleDef.of("java")
                        .threads(ThreadSupport.FREE)
                        .state(AtomicReference.class, AtomicReference::new)
                        .dynamic(
                            "close",
                            null,
                            (module, _) -> {
                              interpreter.close();
                              return module.state(AtomicReference.class);
                            })
                        .build()));
    ModuleObject module = interpreter.importModule("java");

    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> module.call("close"));
    assertThat(interpreter.isClosed()).isTrue();
  }

  @Test
  void mainInterpreter_closed_closesItsSubinterpretersBeforeItself() {
    List<String> order = new ArrayList<>();
    Interpreter second = main.subinterpreter().build();
    main.onExit(() -> order.add("main, with " + main.subinterpreters().size()));
    sub.onExit(() -> order.add("first"));
    second.onExit(() -> order.add("second"));

    main.close();

    assertThat(order).containsExactly("main, with 2", "second", "first");
    assertThat(sub.isClosed()).isTrue();
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> main.subinterpreter().build())
        .withMessageStartingWith("cannot make a sub-interpreter: its parent is closed");
  }

  @Test
  void subinterpreter_new_beginsWithTheConfigurationOfItsParent() {
    try (Interpreter parent =
            Interpreter.builder().path("a", "b").arguments("x").name("parent").build();
        Interpreter child = parent.subinterpreter().path("c").build();
        Interpreter bare = parent.subinterpreter().noPath().build()) {
      assertThat(child.config().path()).containsExactly("a", "b", "c");
      assertThat(child.config().arguments()).containsExactly("x");
      assertThat(child.parent()).isSameAs(parent);
      assertThat(child).hasToString("<Subinterpreter>");
      assertThat(bare.config().path()).isEmpty();
      assertThat(parent.parent()).isNull();
      assertThat(parent).hasToString("<Interpreter 'parent'>");
    }
  }
}
