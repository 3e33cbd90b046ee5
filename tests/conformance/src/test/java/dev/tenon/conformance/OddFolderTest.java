// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.run.RunOptions;
import dev.tenon.run.RunPy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders may have any name that the file system takes.
class OddFolderTest {

  @TempDir private Path temporary;

  private Path filled(String name) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name).resolve("pkg")).getParent();
    Files.writeString(folder.resolve("text" + AttributeFiles.SUFFIX), "x=1\n");
    Files.writeString(folder.resolve("pkg/__init__" + AttributeFiles.SUFFIX), "x=2\n");
    Files.writeString(folder.resolve("pkg/sub" + AttributeFiles.SUFFIX), "x=3\n");
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), folder.resolve("basic.so"));
    try (OutputStream file = Files.newOutputStream(folder.resolve("a.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("inner!/zipped" + AttributeFiles.SUFFIX));
      zip.write("x=4\n".getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!",
        "a!",
        "a!/b",
        "a.jar!/b",
        "$ORIGIN",
        "${LIB}",
        "with space",
        "%41",
        "a;b",
        "a:b",
        "new\nline",
        "grüße 漢字",
        "..x",
        "a#b?c",
        "folder.jar",
        "folder.zip!",
        "-m",
        "~",
        "'\"`\\",
      })
  void folder_ofAnyName_isSearched(String name) throws Exception {
    Path folder = filled(name);
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      assertThat(interpreter.importModule("text").get("x")).isEqualTo("1");
      assertThat(interpreter.importModule("pkg.sub").get("x")).isEqualTo("3");
      assertThat(interpreter.importModule("pkg").get("x")).isEqualTo("2");
      assertThat(interpreter.importModule("basic").get("__file__"))
          .isEqualTo(folder.resolve("basic.so").toString());
    }
    try (Interpreter interpreter =
        Interpreter.builder().path(folder.resolve("a.zip") + "!/inner!").build()) {
      assertThat(interpreter.importModule("zipped").get("x")).isEqualTo("4");
    }
    try (Interpreter interpreter =
        Interpreter.builder().path(folder).privateImage("basic").build()) {
      assertThat(interpreter.importModule("basic").get("__name__")).isEqualTo("basic");
    }
    try (Interpreter interpreter = Interpreter.builder().build()) {
      String file = folder.resolve("text" + AttributeFiles.SUFFIX).toString();
      assertThat(new RunPy(interpreter).runPath(file, RunOptions.NONE)).containsEntry("x", "1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"up/../here", "./here", "here/.", "here//", "here/"})
  void entry_thatIsNotTheShortest_isSearched(String entry) throws Exception {
    Files.createDirectories(temporary.resolve("up"));
    filled("here");
    try (Interpreter interpreter = Interpreter.builder().path(temporary + "/" + entry).build()) {
      assertThat(interpreter.importModule("pkg.sub").get("x")).isEqualTo("3");
      assertThat(interpreter.importModule("basic").get("__name__")).isEqualTo("basic");
    }
  }
}
