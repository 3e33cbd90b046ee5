// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureConditionTest {

  private static final DataModel LINUX = DataModel.of("Linux", "amd64");

  private static FailureCondition condition(String text, CType type)
      throws FailureCondition.RefusedException {
    return FailureCondition.of(text, type, LINUX);
  }

  @ParameterizedTest
  @CsvSource({
    "result != 0, INT, 0, false",
    "result != 0, INT, 5, true",
    "result < 0, INT, 4294967295, true",
    "result == -1, UINT, 4294967295, true",
    "result == -1, UINT, 1, false",
    "result == -1, ULONG, -1, true",
    "result > 5, ULONG, -1, true",
    "result > 5, LONG, -1, false",
    "result == 200, UCHAR, 200, true",
    "result == 1 || result == 3, SHORT, 3, true",
    "result == 1 || result == 3, SHORT, 2, false",
  })
  void wholeResult_isComparedAsC(String text, NumberKind kind, long word, boolean failed)
      throws Exception {
    assertThat(condition(text, new CType.Arithmetic(kind)).test(word)).isEqualTo(failed);
  }

  @ParameterizedTest
  @CsvSource({
    "result < 0, -0.5, true",
    "result != 0, 0.25, true",
    "result == 0, -0.0, true",
    "result != 0, NaN, true",
    "result < 0, NaN, false",
    "result >= 1, 1.0, true"
  })
  void realResult_isComparedWhole(String text, double value, boolean failed) throws Exception {
    assertThat(condition(text, new CType.Arithmetic(NumberKind.DOUBLE)).test(value))
        .isEqualTo(failed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "result < 0 | UINT | the condition 'result < 0' of a result of type 'unsigned int', which"
            + " is never true",
        "result >= 0 | ULONG | which is always true",
        "result == -1 | UCHAR | which is never true",
        "result != 70000 | SHORT | which is always true",
        "result == 2 | BOOL | which is never true",
        "result == NULL | INT | a result of type 'int' compared with NULL",
        "result = 0 | INT | the condition 'result = 0'",
        "result == 99999999999999999999 | INT | the number '99999999999999999999'"
      })
  void conditionThatMeansNothing_isRefused(String text, NumberKind kind, String expected) {
    assertThat(
            catchThrowableOfType(
                    FailureCondition.RefusedException.class,
                    () -> condition(text, new CType.Arithmetic(kind)))
                .found())
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "result < 0 | void * | a pointer compared with '<'",
        "result != 0 | void | a condition of a result of type 'void'"
      })
  void resultThatIsNoNumber_hasFewerConditions(String text, String type, String expected) {
    CType result =
        type.equals("void") ? new CType.VoidType() : new CType.Pointer(new CType.VoidType(), false);
    assertThat(
            catchThrowableOfType(
                    FailureCondition.RefusedException.class, () -> condition(text, result))
                .found())
        .contains(expected);
  }
}
