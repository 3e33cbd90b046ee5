// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls by C with keyword arguments.
class NativeKeywordCallTest {

  /// Returns what it was given.
  private static final TenonCallable RECORDING =
      new TenonCallable() {
        @Override
        public Object call(Object... arguments) {
          return callWith(Map.of(), arguments);
        }

        @Override
        public Object callWith(Map<String, ?> keywords, Object... arguments) {
          return List.of(arguments) + " " + keywords;
        }
      };

  @Test
  void callable_ofTheHost_getsBothKindsOfArguments() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("keyword_calls");

      assertThat(module.call("call_named", RECORDING, "größe", 1, "two"))
          .isEqualTo("[1] {größe=two}");
      assertThat(module.call("call_empty", RECORDING)).isEqualTo("[] {}");
    }
  }

  @Test
  void function_ofAnotherModule_getsBothKindsOfArguments() {
    try (NativeWorld world = new NativeWorld();
        NativeWorld second = new NativeWorld()) {
      Object tag = second.load("keyword_calls").get("tag");

      assertThat(world.load("keyword_calls").call("call_named", tag, "height", 1, 7))
          .isEqualTo("1 height=7");
    }
  }

  @Test
  void callable_withoutKeywords_refusesThem() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("keyword_calls");

      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> module.call("call_named", module.get("call_empty"), "x", 1, 2))
          .withMessageStartingWith("call_empty() takes no keyword arguments, found [x]");
      assertThat(module.call("call_empty", (TenonCallable) arguments -> arguments.length))
          .isEqualTo(0L);
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> module.call("call_named", 5, "x", 1, 2))
          .withMessage("'int' object is not callable");
    }
  }

  @Test
  void sameNameTwice_isRefused() {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> world.load("keyword_calls").call("call_twice_named", RECORDING, 1, 2))
          .withMessage("tn_call_keywords() got multiple values for keyword argument 'x'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, was given NULL as its keywords",
    "1, was given NULL as the names of its keywords",
    "2, was given NULL as the name of a keyword",
    "4, 1 values at a NULL pointer"
  })
  void missingParts_areRefused(int rule, String expected) {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> world.load("keyword_calls").call("call_broken", RECORDING, rule))
          .withMessageContaining(expected);
    }
  }

  @Test
  void name_thatIsNoUtf8_isRefused() {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(UnicodeError.class)
          .isThrownBy(() -> world.load("keyword_calls").call("call_broken", RECORDING, 3));
    }
  }

  @Test
  void call_canBeMadeToFail() {
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(NativeWorld.FIXTURES)
            .check("keyword_calls")
            .failCall(1)
            .build()) {
      ModuleObject module = interpreter.importModule("keyword_calls");

      assertThatExceptionOfType(MemoryError.class)
          .isThrownBy(() -> module.call("call_empty", RECORDING));
      assertThat(module.call("call_empty", RECORDING)).isEqualTo("[] {}");
    }
  }
}
