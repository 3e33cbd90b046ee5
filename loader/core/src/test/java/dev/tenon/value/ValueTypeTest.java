// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.call.Conversions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ValueTypeTest {

  @ParameterizedTest
  @EnumSource
  void type_travelsAsWord_ifItsValuesCanBeMadeOne(ValueType type) {
    if (type.travelsAsWord()) {
      assertThatCode(() -> Conversions.toWord(type, value(type), "f", 1))
          .doesNotThrowAnyException();
    } else {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> Conversions.toWord(type, 1L, "f", 1))
          .withMessage("%s does not travel as a word", type.label());
    }
  }

  private static Object value(ValueType type) {
    return type == ValueType.BOOL ? true : 1L;
  }

  @ParameterizedTest
  @EnumSource
  void type_hasOneWayToTravel(ValueType type) {
    boolean isPassed = type != ValueType.VOID && type != ValueType.SELF && !type.isImplicit();
    boolean isText = type == ValueType.STR;

    assertThat(
            Stream.of(type.travelsAsWord(), type.isFloat(), type.hasLength(), isText)
                .filter(each -> each))
        .hasSize(isPassed ? 1 : 0);
  }
}
