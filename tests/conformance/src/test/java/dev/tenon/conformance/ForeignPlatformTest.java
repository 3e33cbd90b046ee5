// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Platforms that Tenon has no host library for: what is not native works there, and the error of a
/// native module names the platform.
final class ForeignPlatformTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, aarch64, compiled.dylib, macos-aarch64",
    "Windows Server 2025, amd64, compiled.dll, windows-x86_64",
  })
  void nativeModule_withoutAHostLibrary_isRefusedAndOthersWork(
      String system, String processor, String library, String platform) throws IOException {
    Files.writeString(folder.resolve("scripted.js"), "answer = function () { return 'yes'; };");
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), folder.resolve(library));

    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "-Dos.name=" + system,
                "-Dos.arch=" + processor,
                "--enable-native-access=ALL-UNNAMED"),
            ForeignPlatformProgram.class,
            folder.toString());

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Java: 42", "script: yes")
        .contains(
            "native: dev.tenon.error.ImportException: native modules cannot be used: Tenon has no"
                + " host library for "
                + platform);
  }
}
