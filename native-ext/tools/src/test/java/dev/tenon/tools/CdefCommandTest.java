// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tenon cdef` as its user sees it.
class CdefCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void makeFiles() throws Exception {
    Files.writeString(
        folder.resolve("small.h"),
        """
        #define SMALL_SIZE 4
        typedef enum { SMALL_ONE = 1 } small_kind;
        typedef int (*small_each)(void *data, int value);
        int small_visit(small_kind kind, small_each each, void *data);
        """);
    Files.writeString(
        folder.resolve("small.c"),
        """
        #include "small.h"
        int small_visit(small_kind kind, small_each each, void *data) { return each(data, kind); }
        """);
    Process compiler =
        new ProcessBuilder("cc", "-shared", "-fPIC", "-g0", "-o", "libsmall.so", "small.c")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
  }

  private int tenon(String... arguments) {
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  private void declare(String text) throws IOException {
    Files.writeString(
        folder.resolve("small.cdef.h"), "#pragma tenon library(\"libsmall.so\")\n" + text);
  }

  @Test
  void dump_listsKindNameAndPlace() {
    assertThat(tenon("cdef", "small.h", "--dump")).isZero();
    assertThat(output.toString(UTF_8))
        .isEqualTo(
            """
            constant SMALL_SIZE FILE:1
            type small_kind FILE:2
            type small_each FILE:3
            function small_visit FILE:4
            """
                .replace("FILE", folder.resolve("small.h").toString()));
  }

  @Test
  void verify_declarationsOfTheHeader_areConfirmed() throws IOException {
    declare(Files.readString(folder.resolve("small.h")));

    assertThat(tenon("cdef", "--verify", "small.cdef.h", "--header", "small.h")).isZero();
    assertThat(output.toString(UTF_8))
        .contains("function small_visit: confirmed by compiler\n")
        .endsWith("5 confirmed by compiler (small.h), 0 by nothing, 0 wrong\n");
    assertThat(errors.toString(UTF_8)).isEmpty();
  }

  @Test
  void verify_declarationThatNothingConfirms_isAnErrorUnlessItIsAllowed() throws IOException {
    declare("int small_visit(int kind, void *each, void *data);\n#define SMALL_OTHER 3\n");
    String[] arguments = {"cdef", "--verify", "small.cdef.h", "--header", "small.h"};

    assertThat(tenon(arguments)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output.toString(UTF_8))
        .contains("constant SMALL_OTHER: nothing confirms it (the header does not declare it)\n");
    assertThat(errors.toString(UTF_8))
        .startsWith("tenon: nothing confirms SMALL_OTHER; name the headers with --header")
        .contains("--allow-unconfirmed")
        .hasLineCount(1);
    assertThat(
            tenon("cdef", "--verify", "small.cdef.h", "--header", "small.h", "--allow-unconfirmed"))
        .isZero();
  }

  @Test
  void verify_withoutAnySource_saysWhatToDo() throws IOException {
    declare("#define SMALL_SIZE 4\n");

    assertThat(tenon("cdef", "--verify", "small.cdef.h")).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors.toString(UTF_8)).contains("-g").contains("--header").hasLineCount(1);
  }

  @Test
  void verify_asJson_namesWhatConfirmsEach() throws IOException {
    declare("#define SMALL_SIZE 5\n#define SMALL_ONE 1\n");

    assertThat(tenon("cdef", "--verify", "small.cdef.h", "--header", "small.h", "--json"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output.toString(UTF_8).replaceAll("\\s+", " "))
        .contains(
            "\"good\": false",
            "\"name\": \"SMALL_ONE\", \"confirmed_by\": [ \"compiler\" ]",
            "\"differences\": [ \"small.cdef.h: SMALL_SIZE: it is 5, but 4 in small.h\" ]");
  }

  @ParameterizedTest
  @CsvSource({
    "small.h --json, '--header, --allow-unconfirmed and --json need --verify'",
    "small.h --header small.h, '--header, --allow-unconfirmed and --json need --verify'",
    "--verify one.cdef.h two.cdef.h, --verify takes one file",
    "small.h --wrap f, --wrap needs --shim"
  })
  void options_thatDoNotFit_areOneLine(String line, String expected) {
    assertThat(tenon(("cdef " + line).split(" "))).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors.toString(UTF_8)).contains(expected).hasLineCount(1);
  }
}
