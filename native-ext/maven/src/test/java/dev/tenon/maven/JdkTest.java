// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkTest {

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.1", "26"})
  void jdk_newEnough_isTaken(String version) throws Exception {
    writeRelease("JAVA_VERSION=\"" + version + "\"\n");

    assertThat(Jdk.of(home).java()).isEqualTo(home.resolve("bin/java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_VERSION=\"17.0.15\"", "JAVA_VERSION=\"1.8.0_400\"", "OTHER=25"})
  void jdk_tooOld_isRefusedWithWhatToDo(String release) throws IOException {
    writeRelease(release);

    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(() -> Jdk.of(home))
        .withMessageContainingAll("Java 25 or later", home.toString(), "select-jdk-toolchain");
  }

  @Test
  void jdk_withoutRelease_isRefused() {
    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(() -> Jdk.of(home))
        .withMessageContaining("unknown version");
  }

  private void writeRelease(String text) throws IOException {
    Files.writeString(home.resolve("release"), text);
  }
}
