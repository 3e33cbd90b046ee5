// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.cli.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the projects are worth, that they build and pass their own tests, is shown by the examples.
class ProjectMakerTest {

  @TempDir private Path folder;

  private String make(ProjectKind kind, String name, String place) throws UsageException {
    return new ProjectMaker(folder, new NewCommand.New(kind, name, place), "tenon").run();
  }

  @Test
  void project_commandIsNotOnPath_saysHowMakeFindsIt() throws UsageException {
    NewCommand.New request = new NewCommand.New(ProjectKind.C, "mine", "mine");

    assertThat(new ProjectMaker(folder, request, "/opt/tenon/tenon").run())
        .endsWith("next: cd mine && make test TENON=/opt/tenon/tenon\n");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.equals(folder))
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void project_anyKind_holdsItsFilesAndNoWordOfTheTemplate(ProjectKind kind)
      throws IOException, UsageException {
    String told = make(kind, "my_module2", "place");

    assertThat(told).contains("'place'", "cd place", kind.testCommand("tenon")).endsWith("\n");
    List<Path> made = files().stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    assertThat(made).hasSameSizeAs(kind.files());
    for (Path file : made) {
      assertThat(file.toString()).doesNotContainIgnoringCase("template");
      assertThat(file).content().doesNotContainIgnoringCase("template").doesNotContain("${");
      if (!ProjectKind.isCopied(folder.resolve("place").relativize(file).toString())) {
        assertThat(file).content().doesNotContain("SPDX");
      }
    }
  }

  @Test
  void project_rust_holdsTheCrateAsItIs() throws IOException, UsageException {
    make(ProjectKind.RUST, "mine", "place");

    Path crate = Path.of("../../native-ext/rust");
    try (Stream<Path> files = Files.walk(crate)) {
      for (Path file : files.filter(each -> each.toString().matches(".*\\.(rs|toml)")).toList()) {
        assertThat(folder.resolve("place/tenon").resolve(crate.relativize(file)))
            .hasSameTextualContentAs(file);
      }
    }
  }

  @Test
  void project_rustNamedAsItsCrate_isRefusedAndNothingIsMade() throws IOException {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.RUST, "tenon", "place"))
        .withMessageContaining("cannot make a module 'tenon': it needs the crate of this name");
    assertThat(files()).isEmpty();
  }

  @Test
  void project_java_namesItsClassAfterTheModule() throws IOException, UsageException {
    make(ProjectKind.JAVA, "my_module2", "place");

    assertThat(files())
        .contains(
            "place/src/main/java/my_module2/MyModule2Module.java",
            "place/src/test/java/my_module2/MyModule2ModuleTest.java");
    assertThat(
            folder.resolve(
                "place/src/main/resources/META-INF/services/dev.tenon.module.ModuleProvider"))
        .hasContent("my_module2.MyModule2Module");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "__", "_1", "A1"})
  void project_unusualName_isMade(String name) throws IOException, UsageException {
    make(ProjectKind.JAVA, name, "deep/in/there");
    make(ProjectKind.C, name, "other");

    assertThat(files()).contains("deep/in/there/pom.xml", "other/src/main/c/" + name + ".c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "_",
        "1a",
        "a-b",
        "a.b",
        "a/b",
        "../a",
        "a b",
        "lančmít",
        "class",
        "null",
        "__main__",
        "sys",
        "builtins",
        "java"
      })
  void project_nameThatIsNone_isRefusedAndNothingIsMade(String name) throws IOException {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.C, name, "place"))
        .withMessageStartingWith("cannot make a module '" + name + "': expected ");
    assertThat(files()).isEmpty();
  }

  @Test
  void folder_empty_isUsed() throws IOException, UsageException {
    Files.createDirectory(folder.resolve("place"));

    make(ProjectKind.C, "mine", "place");

    assertThat(folder.resolve("place/Makefile")).exists();
  }

  @Test
  void folder_notEmpty_isLeftAlone() throws IOException {
    Files.createDirectory(folder.resolve("place"));
    Files.writeString(folder.resolve("place/file"), "mine");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.C, "mine", "place"))
        .withMessageContaining("the folder is not empty; name another with --dir");
    assertThat(files()).containsExactlyInAnyOrder("place", "place/file");
  }

  @Test
  void folder_isAFile_isLeftAlone() throws IOException {
    Files.writeString(folder.resolve("place"), "mine");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.C, "mine", "place"))
        .withMessageContaining("it is no folder");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.C, "mine", "new/../place/deeper"))
        .withMessageContaining("cannot write");
    assertThat(files()).containsExactly("place");
  }

  /// A file name of 255 bytes is the longest that Linux takes, so the last file of this project
  /// cannot be written.
  @Test
  void project_cannotBeWrittenWhole_leavesNothing() throws IOException {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> make(ProjectKind.C, "a".repeat(254), "deep/place"))
        .withMessageContaining("cannot write")
        .withMessageContaining("File name too long");
    assertThat(files()).isEmpty();
  }
}
