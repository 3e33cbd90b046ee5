// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64-musl", "macos-aarch64", "windows-x86_64"})
  void named_platform_hasThatName(String name) {
    assertThat(Platform.named(name)).map(Platform::name).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux-", "plan9-x86_64", "linux-vax", "macos-x86_64-musl"})
  void named_somethingElse_isNone(String name) {
    assertThat(Platform.named(name)).isEmpty();
  }

  @Test
  void current_platform_isOneOfTheNames() {
    assertThat(Platform.named(Platform.current().name())).contains(Platform.current());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, .so",
    "Linux, aarch64, linux-aarch64, .so",
    "Mac OS X, aarch64, macos-aarch64, .dylib",
    "Windows 11, amd64, windows-x86_64, .dll"
  })
  void platform_ofTheNamesOfTheJvm_hasItsNameAndSuffix(
      String system, String machine, String name, String suffix) {
    Platform platform = Platform.of(system, machine, false);

    assertThat(platform.name()).isEqualTo(name);
    assertThat(platform.suffix()).isEqualTo(suffix);
  }
}
