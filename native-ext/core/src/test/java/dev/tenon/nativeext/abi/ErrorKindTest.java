// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.TenonError;
import dev.tenon.spi.ErrorKinds;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorKindTest {

  static Iterable<String> names() {
    return ErrorKinds.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void kindOfTheHost_inC_hasANumberAndMakesTheSameError(String name) {
    TenonError error = ErrorKinds.make(name, "text", null);

    int code = ErrorKind.codeOf(error);

    assertThat(ErrorKind.labelOf(code))
        .as("ErrorKinds lists %s; add it to ErrorKind and to tenon/error.h", name)
        .isEqualTo(name);
    assertThat(ErrorKind.toException(code, "text"))
        .hasSameClassAs(error)
        .hasMessage(error.getMessage());
  }

  static IntStream codes() {
    return IntStream.rangeClosed(1, ErrorKind.values().length);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void kindInC_forTheHost_isKnown(int code) {
    String label = ErrorKind.labelOf(code);

    assertThat(label.equals("Exception") || label.equals("SystemExit") || ErrorKinds.isKnown(label))
        .as("C has %s; add a row to ErrorKinds", label)
        .isTrue();
  }
}
