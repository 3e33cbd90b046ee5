// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cli.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerFlagsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "native-ext/include, loader/cli/target/tenon-cli.jar",
    "native-ext/include, loader/cli/target/classes",
    "include, lib/tenon/tenon-cli.jar",
  })
  void headers_nearTheProgram_areFound(String headers, String program) throws Exception {
    Path place = Files.createDirectories(folder.resolve(headers));
    Files.createFile(place.resolve("tenon.h"));

    assertThat(new CompilerFlags(folder.resolve(program)).text(false, null))
        .isEqualTo("-std=c11 -fvisibility=hidden -I" + place);
  }

  @Test
  void headers_thatAreNowhere_giveAnError() throws IOException {
    Path program = Files.createDirectories(folder.resolve("lib")).resolve("tenon-cli.jar");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new CompilerFlags(program).text(false, null))
        .withMessageContainingAll("tenon.h", program.toString(), "-I");
  }

  @Test
  void headers_ofThisProgram_areThoseOfTheSourceTree() throws Exception {
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
