// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cli.terminal.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerFlagsTest {

  @Test
  void flags_ofThisProgram_nameTheHeadersOfTheSourceTree() throws Exception {
    assertThat(CompilerFlags.ofProgram().text(false, null)).endsWith("native-ext/include");
  }

  @ParameterizedTest
  @CsvSource({
    "true, , -std=c++11 -fvisibility=hidden -fvisibility-inlines-hidden -I",
    "true, gnu++20, -std=gnu++20 -fvisibility=hidden -fvisibility-inlines-hidden -I",
    "true, c++2b, -std=c++2b -fvisibility=hidden -fvisibility-inlines-hidden -I",
    "false, c17, -std=c17 -fvisibility=hidden -I",
  })
  void flags_forALanguage_nameItsEdition(boolean isForCPlusPlus, String standard, String start)
      throws Exception {
    assertThat(CompilerFlags.ofProgram().text(isForCPlusPlus, standard)).startsWith(start);
  }

  @ParameterizedTest
  @CsvSource({"true, c11, c++11", "false, c++11, --c++", "false, 'c11 -Werror', c11"})
  void edition_ofAnotherLanguage_isRefused(boolean isForCPlusPlus, String standard, String word) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CompilerFlags.ofProgram().text(isForCPlusPlus, standard))
        .withMessageContainingAll("unknown edition", standard, word);
  }
}
