// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cli.terminal.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkHeadersTest {

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
    SdkHeaders near = new SdkHeaders(folder.resolve(program));

    assertThat(near.findOrThrow()).isEqualTo(place);
    assertThat(near.findOrCopy(folder.resolve("copies"))).isEqualTo(place);
  }

  @Test
  void headers_inTheJarAlone_areCopied() throws Exception {
    SdkHeaders inJar =
        new SdkHeaders(
            jar(
                "dev/tenon/tools/include/tenon.h",
                "dev/tenon/tools/include/tenon/abi.h",
                "other.h"));
    Path copies = folder.resolve("copies");

    assertThat(inJar.findOrCopy(copies)).isEqualTo(copies);
    assertThat(inJar.findOrCopy(copies)).isEqualTo(copies);

    assertThat(copies.resolve("tenon/abi.h")).hasContent("dev/tenon/tools/include/tenon/abi.h");
    assertThat(copies.toFile().list()).containsExactlyInAnyOrder("tenon", "tenon.h");
  }

  @Test
  void headers_thatAreNowhere_giveAnError() throws IOException {
    Path program = jar("other.h");
    SdkHeaders nowhere = new SdkHeaders(program);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(nowhere::findOrThrow)
        .withMessageContainingAll("tenon.h", program.toString(), "-I");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> nowhere.findOrCopy(folder.resolve("copies")))
        .withMessageContainingAll("tenon.h", program.toString(), "-I");
  }

  /// A jar whose entries contain their names.
  private Path jar(String... entries) throws IOException {
    Path jar = folder.resolve("tenon-tools.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
