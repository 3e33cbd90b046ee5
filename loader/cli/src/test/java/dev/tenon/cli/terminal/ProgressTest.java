// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private Runnable second = () -> {};
  private boolean isStopped;

  private Progress begin(String work) {
    return new Progress(
        new PrintStream(errors, true, UTF_8),
        work,
        onSecond -> {
          second = onSecond;
          return () -> isStopped = true;
        });
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @Test
  void work_underASecond_isSilent() {
    begin("reading zlib.h").close();

    assertThat(errors()).isEmpty();
    assertThat(isStopped).isTrue();
  }

  @Test
  void work_forSeconds_isALineThatIsClearedAtTheEnd() {
    Progress progress = begin("reading zlib.h");
    second.run();
    second.run();
    assertThat(errors())
        .isEqualTo("\r\033[Ktenon: reading zlib.h… 1 s\r\033[Ktenon: reading zlib.h… 2 s");

    progress.close();
    second.run();
    assertThat(errors()).endsWith("2 s\r\033[K");
  }

  @Test
  void work_longText_isCutSoThatTheLineCanBeCleared() {
    begin("importing " + "x".repeat(500));
    second.run();

    assertThat(errors()).hasSizeLessThan(90);
  }
}
