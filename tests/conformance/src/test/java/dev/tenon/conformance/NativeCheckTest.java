// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.NativeFileType;
import dev.tenon.value.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Native modules that run with checks.
class NativeCheckTest {

  private final List<Warning> warnings = new CopyOnWriteArrayList<>();

  private Interpreter.Builder builder() {
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
              .containsPattern(
                  "it was made in keep\\+0x[0-9a-f]+ \\(checked.so\\+0x[0-9a-f]+,"
                      + " checked.c:[0-9]+\\)")
              .contains("heldReference_neverReleased_isReportedWithItsPlace");
        });
  }

  private void assertFinding(String... parts) {
    assertThat(warnings)
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .startsWith("check of module 'checked': ")
                .contains(parts));
  }

  private Object checked(String function, Object... arguments) {
    try (Interpreter interpreter = builder().check("checked").build()) {
      return interpreter.importModule("checked").call(function, arguments);
    }
  }

  @Test
  void buffer_neverReleased_isReportedWithItsPlace() {
    assertThat(checked("look", new int[] {1}, false, false)).isEqualTo(1L);

    assertFinding(
        "the buffer of an object of type 'int[]' was never released",
        "it was made in look+0x",
        "buffer_neverReleased_isReportedWithItsPlace");
  }

  @Test
  void buffer_released_isNotReported() {
    checked("look", new int[] {1}, true, false);
    assertThat(warnings).isEmpty();
  }

  @Test
  void buffer_writtenThoughAskedForReading_isReported() {
    int[] numbers = {1};

    checked("look", numbers, true, true);

    assertThat(numbers).containsExactly(1);
    assertFinding("the buffer of an object of type 'int[]' was written to", "look+0x");
  }

  @Test
  void readOnlyBytes_written_areReported() {
    byte[] bytes = {1, 2};

    checked("scribble", (Object) bytes);

    assertThat(bytes).containsExactly(1, 2);
    assertFinding("scribble() has written to 1 of the texts and bytes it was given");
  }

  @Test
  void readOnlyText_written_isReported() {
    checked("scribble", "text");
    assertFinding("scribble() has written to 1 of the texts and bytes it was given");
  }

  @Test
  void readOnlyBytes_writtenByTypedFunction_areReported() {
    assertThat(checked("scribble_typed", (Object) new byte[] {1, 2})).isEqualTo(2L);
    assertFinding("scribble_typed() has written to 1 of the texts and bytes it was given");
  }

  @Test
  void localReference_afterItsCall_isAnError() {
    try (Interpreter interpreter = builder().check("checked").build()) {
      ModuleObject module = interpreter.importModule("checked");
      module.call("remember", List.of());

      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> module.call("use_remembered"))
          .withMessageContaining("is stale: it was released or its call has returned");
    }
  }

  @Test
  void status_thatContradictsTheError_isReported() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> checked("succeeds_with_error"))
        .withMessageContaining("succeeds_with_error() returned a result with an exception set");
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> checked("fails_silently"))
        .withMessageContaining("fails_silently() failed without setting an exception");
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

  @Test
  void context_usedAfterItsCall_isRefusedAndReported() {
    try (Interpreter interpreter = builder().check("checked").build()) {
      ModuleObject module = interpreter.importModule("checked");
      module.call("keep_context");

      assertThat(module.call("use_kept_context")).isEqualTo(-2L);

      assertThat(warnings)
          .extracting(Warning::message)
          .hasSize(2)
          .allMatch(text -> text.contains("a context whose call had ended, in use_kept_context+0x"))
          .allMatch(text -> text.contains("checked.c:"))
          .anyMatch(text -> text.contains("tn_list() was given"))
          .anyMatch(text -> text.contains("tn_error() was given"));
      assertThat(module.call("three_calls")).isEqualTo(1L);
    }
  }

  @Test
  void callThatIsMadeToFail_namesTheFunction() {
    try (Interpreter interpreter = builder().check("checked").failCall(2).build()) {
      ModuleObject module = interpreter.importModule("checked");

      assertThatExceptionOfType(MemoryError.class)
          .isThrownBy(() -> module.call("three_calls"))
          .withMessage("tn_list() was made to fail by the checks")
          .satisfies(error -> {
            ModuleFrame frame = error.frames().getFirst();
            assertThat(
                    new NativeFileType()
                        .sourceAt(Path.of(String.valueOf(frame.file())), frame.offset()))
                .hasValueSatisfying(place -> assertThat(place.file()).endsWith("checked.c"));
          });
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
