// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.imports.load.BodyLoader;
import dev.tenon.imports.path.ModuleFileTypes;
import dev.tenon.input.Limit;
import dev.tenon.module.Loader;
import dev.tenon.search.ModuleFileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {

  private static final String HASH = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("tenon.lock"), text);
  }

  private LockFile read(String... lines) throws IOException {
    return LockFile.read(write("tenon-lock 1\n" + String.join("\n", lines) + "\n"));
  }

  private void assertUnusable(Path file, String... parts) {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> Interpreter.builder().pins(file))
        .withMessageStartingWith("cannot use the lock file '%s': ", file)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n# more\n", "  \n\t"})
  void lineEnds_commentsAndSpaces_meanNothing(String end) throws IOException {
    LockFile lock =
        LockFile.read(
            write(
                "# first%s tenon-lock  1%s%s a,b  dir/a file.so%s%s\t-\tb.so"
                    .formatted(end, end, HASH, end, OTHER)));

    assertThatNoException().isThrownBy(() -> lock.admit(folder.resolve("dir/a file.so"), HASH));
    assertThatNoException().isThrownBy(() -> lock.admit(folder.resolve("b.so"), OTHER));
  }

  @Test
  void admit_otherBytes_hasBothHashesAndTheLine() throws IOException {
    LockFile lock = read(HASH + " a a.so");

    assertThatExceptionOfType(UnpinnedException.class)
        .isThrownBy(() -> lock.admit(folder.resolve("a.so"), OTHER))
        .satisfies(e -> {
          assertThat(e.diagnosis().found()).contains(OTHER, folder.resolve("a.so").toString());
          assertThat(e.diagnosis().expected()).contains(HASH, "line 2", "(module a)");
        });
  }

  @Test
  void admit_unknownFile_namesTheFileWithTheSameBytes() throws IOException {
    LockFile lock = read(HASH + " a a.so", OTHER + " - b.so");

    assertThatExceptionOfType(UnpinnedException.class)
        .isThrownBy(() -> lock.admit(folder.resolve("c.so"), OTHER))
        .satisfies(e ->
            assertThat(e.diagnosis().text())
                .contains("one of its 2 files", "'b.so' has the same bytes"));
  }

  @Test
  void upperCaseDigits_areTheSameHash() throws IOException {
    LockFile lock = read("AB".repeat(32) + " - a.so");

    assertThatNoException().isThrownBy(() -> lock.admit(folder.resolve("a.so"), HASH));
  }

  @ParameterizedTest
  @CsvSource({
    "'', line 1: found nothing",
    "'# only', line 1: found comments only",
    "'tenon-lock 2', 'line 1: found version 2 of the format, expected version 1; update Tenon'",
    "'<<<<<<< HEAD', 'line 1: found ''<<<<<<< HEAD'', expected ''tenon-lock 1'''",
    "'{}', 'expected ''tenon-lock 1'''",
    "'tenon-lock', 'expected ''tenon-lock 1'''",
    "'tenon-lock 1|x', 'line 2: found ''x'', expected the SHA-256 of a file, its modules'",
    "'tenon-lock 1|abc - a.so', 'line 2: found ''abc'', expected the SHA-256 of a file, 64'",
    "'tenon-lock 1||@ - a\\x', 'line 3: found ''a\\\\x'', expected a place in which a backslash'",
    "'tenon-lock 1|@ - a\\u00', 'expected a place in which a backslash'",
    "'tenon-lock 1|@ - a\\u0000', 'line 2: found ''a\\x00'', expected the place of a file'",
    "'tenon-lock 1|@ -', 'line 2: found'",
    "'tenon-lock 1|@ - a.so|@ - b.so|@ - d/../a.so', 'line 4: found ''d/../a.so'' once more, which"
        + " line 2 lists'",
    "'tenon-lock 1|tenon-lock 1', 'line 2: found'",
  })
  void badFile_isRefusedWithItsLine(String text, String reason) throws IOException {
    assertUnusable(write(text.replace("|", "\n").replace("@", HASH)), reason);
  }

  @Test
  void fileThatIsNoText_isRefused() throws IOException {
    Path file = folder.resolve("tenon.lock");

    assertUnusable(file, "no such file or directory", "make it with 'tenon lock'");
    Files.write(file, "tenon-lock 1\n\u00e4".getBytes(StandardCharsets.ISO_8859_1));
    assertUnusable(file, "not UTF-8");
    Files.delete(file);
    Files.createDirectory(file);
    assertUnusable(file, "it is a directory, expected a regular file");
  }

  @Test
  @Timeout(20)
  void pipe_isRefusedWithoutWaiting() throws Exception {
    Path file = folder.resolve("tenon.lock");
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertUnusable(file, "it is a pipe, socket or device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.so",
        " spaces at the ends ",
        "back\\slash",
        "line\nfeed",
        "tab\tand\rreturn",
        "order\u202eturned",
        "wide\u2003space\u00a0",
        "\ud83d\ude00.so",
        "#hash.so",
        "-"
      })
  void anyName_isWrittenOnOneLineAndReadAgain(String name) throws IOException {
    PinRecorder recorder = new PinRecorder();
    recorder.admit(folder.resolve("in").resolve(name), HASH);
    recorder.noteModule("a b,c", folder.resolve("in").resolve(name).toString());
    String text = recorder.text(folder.resolve("tenon.lock"));

    assertThat(text.lines()).hasSize(3);
    LockFile lock = LockFile.read(write(text));
    assertThatNoException().isThrownBy(() -> lock.admit(folder.resolve("in").resolve(name), HASH));
  }

  @Test
  void text_isSorted_andRelativeBelowTheLockFileOnly() throws IOException {
    PinRecorder recorder = new PinRecorder();
    Path deep = folder.resolve("deep");
    for (String file : List.of("deep/z.so", "deep/lib/a.so", "b.so")) {
      recorder.admit(folder.resolve(file), HASH);
    }
    recorder.noteModule("z", deep.resolve("z.so").toString());
    recorder.noteModule("y.z", deep.resolve("./z.so").toString());
    recorder.noteModule("inside", deep.resolve("lib/a.so") + "!/x/y.js");
    recorder.noteModule("other", "<unknown>");
    Files.createDirectories(deep);

    assertThat(recorder.text(deep.resolve("tenon.lock")))
        .endsWith(
            "tenon-lock 1\n%s  -  %s\n%s  inside  lib/a.so\n%s  y.z,z  z.so\n"
                .formatted(HASH, folder.resolve("b.so"), HASH, HASH));
  }

  @Test
  void recorder_fileThatChanges_isRefused() {
    PinRecorder recorder = new PinRecorder();
    recorder.admit(folder.resolve("a.so"), HASH);
    recorder.admit(folder.resolve("./a.so"), HASH);

    assertThatExceptionOfType(UnpinnedException.class)
        .isThrownBy(() -> recorder.admit(folder.resolve("a.so"), OTHER))
        .withMessageContaining("run 'tenon lock' again");
    assertThat(recorder.count()).isEqualTo(1);
  }

  /// A type of module files that a host brings.
  private static final class Foreign implements ModuleFileType {
    @Override
    public List<String> fileNames(String tail) {
      return List.of(tail + ".foreign");
    }

    @Override
    public Loader loaderFor(String name, Path file) {
      return new BodyLoader(module -> {}, false);
    }
  }

  @Test
  void fileOfAForeignType_isRefused_becauseNobodyVerifiesIt() throws Exception {
    Path file = folder.resolve("a.foreign");
    try (Interpreter free = Interpreter.create();
        Interpreter pinned = Interpreter.builder().pins(write("tenon-lock 1\n")).build()) {
      assertThat(free.enter(() -> ModuleFileTypes.loaderFor(new Foreign(), "a", file))).isNotNull();
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> pinned.enter(() -> ModuleFileTypes.loaderFor(new Foreign(), "a", file)))
          .withMessageContaining("a file of the type 'dev.tenon.pins.LockFileTest$Foreign'");
    }
  }

  @Test
  void fileInAnArchiveThatWasNotAdmitted_isRefused() throws Exception {
    Path archive = folder.resolve("a.jar");
    try (FileSystem made = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path script = Files.writeString(made.getPath("/a.js"), "1");
      LockFile lock = read();

      assertThatExceptionOfType(UnpinnedException.class)
          .isThrownBy(() -> lock.readText(script, Limit.SCRIPT))
          .withMessageContaining("was not opened by way of the module path");
      lock.admitArchive(made);
      assertThat(lock.readText(script, Limit.SCRIPT)).isEqualTo("1");
    }
  }
}
