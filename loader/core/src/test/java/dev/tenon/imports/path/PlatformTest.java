package dev.tenon.imports.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
