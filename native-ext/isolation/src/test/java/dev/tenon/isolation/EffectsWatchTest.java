// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What modules in C and Java do when they are imported, seen from a listener of the process.
class EffectsWatchTest {

  @TempDir private Path folder;

  private List<String> linesOfProgram() throws Exception {
    EffectsWatch watch = EffectsWatch.in(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(watch.options());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            EffectsProgram.class.getName(),
            Path.of("target/fixtures").toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(watch.environment());
    builder.directory(folder.toFile());
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  private static String classPath() {
    String modules = System.getProperty("jdk.module.path");
    String classes = System.getProperty("java.class.path");
    return modules == null ? classes : classes + ":" + modules;
  }

  @Test
  void effects_ofEachModule_areItsOwn() throws Exception {
    List<String> lines = linesOfProgram();

    assertThat(lines.stream().filter(line -> line.startsWith("effects MAP ")))
        .containsExactly(
            "effects MAP allocates false", "effects MAP ENVIRONMENT EFFECTS_EARLY effects.so 2");
    assertThat(lines.stream().filter(line -> line.startsWith("effects EXEC ")))
        .containsExactly(
            "effects EXEC allocates true",
            "effects EXEC WRITE effects.txt effects.so 0",
            "effects EXEC READ /nonexistent/effects effects.so 2",
            "effects EXEC THREAD  effects.so 0",
            "effects EXEC CONNECT 127.0.0.1:1 effects.so 111",
            "effects EXEC PROCESS exit 0 effects.so 0");
    assertThat(lines.stream().filter(line -> line.startsWith("inner EXEC ")))
        .containsExactly(
            "inner EXEC allocates false",
            "inner EXEC READ outer.txt libjava.so 0",
            "inner EXEC THREAD  libjvm.so 0");
    // A phase has what those within it did, too.
    assertThat(lines.stream().filter(line -> line.startsWith("outer EXEC ")))
        .contains(
            "outer EXEC WRITE outer.txt libnio.so 0",
            "outer EXEC ENVIRONMENT EFFECTS_LEVEL  2",
            "outer EXEC READ outer.txt libjava.so 0")
        .anyMatch(line -> line.matches("outer EXEC PROCESS \\S*sh -c exit 0 jspawnhelper 0"))
        .noneMatch(line -> line.contains("LD_PRELOAD") || line.contains("TENON_"));
  }
}
