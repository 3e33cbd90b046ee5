// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.kind.ValueError;
import java.lang.invoke.MethodType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  @Test
  void parse_fullForm_givesTypesInOrder() {
    Signature signature = Signature.parse("(state, i64, str) -> f64");

    assertThat(signature.parameters())
        .containsExactly(ValueType.STATE, ValueType.I64, ValueType.STR);
    assertThat(signature.result()).isEqualTo(ValueType.F64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"()->void", "() -> void", "  (  )  ->  void  "})
  void parse_noParameters_blanksDoNotMatter(String text) {
    assertThat(Signature.parse(text)).isEqualTo(new Signature(List.of(), ValueType.VOID));
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"VOID"})
  void parse_eachParameterType_isRead(ValueType type) {
    assertThat(Signature.parse("(" + type.label() + ") -> void").parameters())
        .containsExactly(type);
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      mode = EnumSource.Mode.MATCH_NONE,
      names = "BUFFER|.*_ARRAY|SELF|STATE|CONTEXT")
  void parse_eachResultType_isRead(ValueType type) {
    assertThat(Signature.parse("() -> " + type.label()).result()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | 1 | its end | '('",
        "i64 | 1 | 'i64' | '('",
        "(i64 | 5 | its end | ')'",
        "(i64 i64) -> void | 6 | 'i64) -> void' | ')'",
        "(i65) -> void | 2 | 'i65) -> void' | a parameter type",
        "(i64,) -> void | 6 | ') -> void' | a parameter type",
        "(,i64) -> void | 2 | ',i64) -> void' | a parameter type",
        "(void) -> void | 2 | 'void) -> void' | a parameter type",
        "(I64) -> void | 2 | 'I64) -> void' | a parameter type",
        "(i64) | 6 | its end | '->'",
        "(i64) = void | 7 | '= void' | '->'",
        "(i64) -> | 9 | its end | a result type",
        "(i64) -> buffer | 10 | 'buffer' | a result type",
        "(i64) -> f64[] | 10 | 'f64[]' | a result type",
        "(i8[]) -> void | 2 | 'i8[]) -> void' | a parameter type",
        "(i64 []) -> void | 6 | '[]) -> void' | ')'",
        "(i64) -> state | 10 | 'state' | a result type",
        "(i64) -> self | 10 | 'self' | a result type",
        "(i64, self) -> void | 7 | 'self) -> void' | no self behind a parameter that callers pass",
        "(self, self) -> void | 8 | 'self) -> void' | no self behind a parameter",
        "(i64) -> context | 10 | 'context' | a result type",
        "(i64) -> i64 i64 | 14 | 'i64' | the end of the signature",
        "(i64) -> i64; | 13 | ';' | the end of the signature"
      })
  void parse_fault_namesTheColumn(String text, int column, String found, String expected) {
    assertThatThrownBy(() -> Signature.parse(text))
        .isInstanceOf(ValueError.class)
        .hasMessageStartingWith(
            "cannot read the signature '%s': found %s at column %d, expected %s",
            text, found, column, expected);
  }

  @Test
  void toString_ofWhatWasRead_isTheCanonicalForm() {
    assertThat(Signature.parse("( state,i64 )->f64")).hasToString("(state, i64) -> f64");
    assertThat(Signature.parse("()->void")).hasToString("() -> void");
  }

  @Test
  void carrierType_leavesOutWhatTheHostFillsIn() {
    Signature signature = Signature.parse("(state, u8, context, bytes) -> str");

    assertThat(signature.carrierType())
        .isEqualTo(MethodType.methodType(String.class, int.class, byte[].class));
    assertThat(signature.visibleParameters()).containsExactly(ValueType.U8, ValueType.BYTES);
  }

  @Test
  void self_ofMethod_mayComeBehindWhatTheHostFillsIn() {
    Signature signature = Signature.parse("(state, self, i64) -> i64");

    assertThat(signature.hasSelf()).isTrue();
    assertThat(signature.visibleParameters()).containsExactly(ValueType.SELF, ValueType.I64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(List.of(ValueType.I64, ValueType.SELF), ValueType.VOID))
        .withMessage("self cannot come behind a parameter that callers pass");
  }

  @Test
  void canFail_onlyWithTheContext() {
    assertThat(Signature.parse("(context) -> void").canFail()).isTrue();
    assertThat(Signature.parse("(state) -> void").canFail()).isFalse();
  }

  @Test
  void constructor_typesOutOfPlace_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(List.of(ValueType.VOID), ValueType.VOID))
        .withMessage("a parameter cannot be void");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(List.of(), ValueType.BUFFER))
        .withMessage("a result cannot be buffer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(List.of(), ValueType.F64_ARRAY))
        .withMessage("a result cannot be f64[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(List.of(), ValueType.STATE))
        .withMessage("a result cannot be state");
  }
}
