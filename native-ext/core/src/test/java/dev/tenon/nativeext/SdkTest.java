// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.AbiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The files with which others build modules carry the version of the ABI.
class SdkTest {

  private static final Path SDK =
      Path.of(System.getProperty("tenon.root", "../..")).resolve("native-ext/sdk");

  @Test
  void versions_areThatOfTheAbi() throws IOException {
    assertThat(Files.readString(SDK.resolve("tenon.pc")))
        .contains("\nVersion: " + AbiVersion.HOST + "\n");
    assertThat(Files.readString(SDK.resolve("TenonConfigVersion.cmake")))
        .contains("set(PACKAGE_VERSION \"%s\")".formatted(AbiVersion.HOST))
        .contains("FIND_VERSION_MAJOR EQUAL %d ".formatted(Abi.MAJOR));
  }
}
