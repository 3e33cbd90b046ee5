// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.StandardOutput;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.Terminals;
import dev.tenon.cli.terminal.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {

  @TempDir Path folder;

  private List<String> entries(
      @Nullable String tenonPath, @Nullable String samples, String... named) throws UsageException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    return new ModulePath(
            new Surroundings(
                folder,
                tenonPath == null ? Map.of() : Map.of("TENON_PATH", tenonPath),
                samples,
                InputStream.nullInputStream(),
                new StandardOutput(sink),
                new PrintStream(sink),
                new Terminals(false, false, false),
                ColorChoice.AUTO))
        .entries(List.of(named));
  }

  @Test
  void entries_allSources_comeInTheDocumentedOrder() throws IOException, UsageException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path jar = Files.createFile(folder.resolve("two.jar"));

    assertThat(
            entries(
                "/env/a" + File.pathSeparator + "/env/b", "/samples/c", one.toString(), "two.jar"))
        .containsExactly(
            folder.toString(), one.toString(), jar.toString(), "/env/a", "/env/b", "/samples/c");
  }

  @Test
  void entries_nothingNamed_isTheCurrentFolder() throws UsageException {
    assertThat(entries(null, "")).containsExactly(folder.toString());
  }

  @Test
  void entries_emptyPartsOfAList_arePassedOver() throws UsageException {
    String separator = File.pathSeparator;

    assertThat(entries(separator + "a" + separator + separator, null))
        .containsExactly(folder.toString(), "a");
  }

  @Test
  void entries_namedPlaceIsMissing_isRefused() {
    assertThatThrownBy(() -> entries(null, null, "gone"))
        .isInstanceOf(UsageException.class)
        .hasMessage("cannot search modules in 'gone': it is neither a folder nor a jar");
  }

  @Test
  void entries_namedPlaceIsNoName_isRefused() {
    assertThatThrownBy(() -> entries(null, null, "a\0b"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("cannot search modules in 'a\\x00b'");
  }

  @Test
  void entries_namedFileIsNoJar_isRefused() throws IOException {
    Files.createFile(folder.resolve("library.so"));

    assertThatThrownBy(() -> entries(null, null, "library.so")).isInstanceOf(UsageException.class);
  }
}
