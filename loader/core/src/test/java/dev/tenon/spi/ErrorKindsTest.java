// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RuntimeError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorKindsTest {

  static Iterable<String> names() {
    return ErrorKinds.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void make_eachKind_hasTheCauseAtOnceOrLater(String name) {
    Exception cause = new Exception("cause");

    TenonError error = ErrorKinds.make(name, "text", cause);
    TenonError later = ErrorKinds.make(name, "text", null);

    assertThat(error).hasCause(cause).hasMessage(later.getMessage());
    assertThat(error.kind()).isEqualTo(name);
    assertThat(later).hasNoCause();
    assertThat(later.initCause(cause)).hasCause(cause);
  }

  @Test
  void make_unknownKind_namesItAndKeepsTheCause() {
    Exception cause = new Exception("cause");

    assertThat(ErrorKinds.make("OddError", "text", cause))
        .isInstanceOf(RuntimeError.class)
        .hasMessage("OddError: text")
        .hasCause(cause);
  }
}
