package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.InterpreterConfig;
import dev.tenon.error.MemoryError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Warning;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Native modules that run with checks.
class NativeCheckTest {

  private final List<Warning> warnings = new CopyOnWriteArrayList<>();

  private InterpreterConfig.Builder builder() {
    return Interpreter.builder().path(NativeWorld.FIXTURES).onWarning(warnings::add);
  }

  @Test
  void heldReference_neverReleased_isReportedWithItsPlace() {
    try (Interpreter interpreter = builder().check("checked").build()) {
      interpreter.importModule("checked").call("keep", List.of());
      assertThat(warnings).isEmpty();
    }

    assertThat(warnings)
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.category()).isEqualTo(Warning.Category.RUNTIME);
          assertThat(warning.message())
              .startsWith("check of module 'checked': the held reference ")
              .contains("to an object of type 'list' was never released")
              .contains("heldReference_neverReleased_isReportedWithItsPlace");
        });
  }

  @Test
  void module_withoutChecks_isNotReported() {
    try (Interpreter interpreter = builder().check("another").build()) {
      interpreter.importModule("checked").call("keep", List.of());
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void context_usedByAnotherThread_isRefusedAndReported() {
    try (Interpreter interpreter = builder().checkAll().build()) {
      ModuleObject module = interpreter.importModule("checked");

      assertThat(module.call("use_elsewhere")).isEqualTo(-1L);

      assertThat(module.has("reached")).isFalse();
      assertThat(warnings)
          .singleElement()
          .satisfies(warning ->
              assertThat(warning.message())
                  .contains("which it was not given to; attach the thread with tn_attach()"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyCall_canBeMadeToFail(int number) {
    try (Interpreter interpreter = builder().check("checked").failCall(number).build()) {
      ModuleObject module = interpreter.importModule("checked");

      assertThatExceptionOfType(MemoryError.class)
          .isThrownBy(() -> module.call("three_calls"))
          .withMessageContaining("was made to fail by the checks");
      assertThat(module.call("three_calls")).isEqualTo(1L);
    }
  }
}
