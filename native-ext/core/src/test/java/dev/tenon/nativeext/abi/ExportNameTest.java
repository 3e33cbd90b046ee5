// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The names of export symbols; the Punycode was computed with another implementation.
class ExportNameTest {

  @ParameterizedTest
  @CsvSource({
    "spam, TenonModule_spam",
    "a_b2, TenonModule_a_b2",
    "lančmít, TenonModuleU_lanmt_2sa6t",
    "a__b, TenonModule_a__b",
    "a_č_b, TenonModuleU_a__b_hua",
    "größe, TenonModuleU_gre_6ka8i",
    "日本語, TenonModuleU_wgv71a119e",
    "𝄞x, TenonModuleU_x_yg8q",
  })
  void name_ofModule_givesItsSymbol(String module, String symbol) {
    assertThat(ExportName.of(module)).isEqualTo(symbol);
    assertThat(ExportName.tailOf(symbol)).contains(module);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TenonModule_",
        "TenonModuleU_",
        "TenonModuleU_99999999999",
        "TenonModuleU_a_",
        "TenonModules_a",
        "main",
      })
  void symbol_ofNoModule_hasNoName(String symbol) {
    assertThat(ExportName.tailOf(symbol)).isEmpty();
  }
}
