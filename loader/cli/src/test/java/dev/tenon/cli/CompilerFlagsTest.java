package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    assertThat(new CompilerFlags(folder.resolve(program)).text())
        .isEqualTo("-std=c11 -fvisibility=hidden -I" + place);
  }

  @Test
  void headers_thatAreNowhere_giveAnError() throws IOException {
    Path program = Files.createDirectories(folder.resolve("lib")).resolve("tenon-cli.jar");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new CompilerFlags(program).text())
        .withMessageContainingAll("tenon.h", program.toString(), "-I");
  }

  @Test
  void headers_ofThisProgram_areThoseOfTheSourceTree() throws Exception {
    assertThat(CompilerFlags.ofProgram().text()).endsWith("native-ext/include");
  }
}
