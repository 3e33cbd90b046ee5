// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static dev.tenon.cdef.tool.VerifiedDeclarations.Means.COMPILER;
import static dev.tenon.cdef.tool.VerifiedDeclarations.Means.DWARF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.DeclarationCheck;
import dev.tenon.cdef.tool.VerifiedDeclarations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Declarations held against the debug information of their library and against a header.
final class CLibraryVerifyTest {

  @TempDir private Path folder;
  private String declarations = "";

  @BeforeEach
  void copyLibrary() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("plain.so"), folder.resolve("plain.so"));
    try (InputStream text =
        Objects.requireNonNull(CLibraryWorld.class.getResourceAsStream("plain.cdef.h"))) {
      declarations = new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private VerifiedDeclarations verify(String text, String... headers) throws IOException {
    Path file = Files.writeString(folder.resolve("plain.cdef.h"), text);
    return DeclarationCheck.of(
        file, List.of(headers), HeaderReader.Flags.of(folder, List.of()), List.of());
  }

  private List<String> mismatches(String text) throws IOException {
    return verify(text).mismatches();
  }

  private static List<VerifiedDeclarations.Means> confirmed(
      VerifiedDeclarations verified, String name) {
    return verified.declarations().stream()
        .filter(each -> each.name().equals(name))
        .map(VerifiedDeclarations.Declaration::confirmedBy)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rightDeclarations_agreeWithTheDebugInformation() throws IOException {
    VerifiedDeclarations verified = verify(declarations);

    assertThat(verified.sources())
        .containsExactly(new VerifiedDeclarations.Source(DWARF, "plain.so"));
    assertThat(verified.mismatches()).isEmpty();
    assertThat(verified.declarations())
        .filteredOn(each -> each.kind().equals("function"))
        .hasSizeGreaterThan(40)
        .allMatch(each -> each.confirmedBy().equals(List.of(DWARF)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "double plain_double(double value) | float plain_double(double value)"
            + " | the result is declared 'float', but is 'double' in",
        "size_t plain_size(size_t value) | size_t plain_size(int value)"
            + " | parameter 1 is declared 'int', but is 'unsigned long' in",
        "size_t plain_size(size_t value) | size_t plain_size(long value)"
            + " | parameter 1 is declared 'long', but is 'unsigned long' in",
        "size_t plain_size(size_t value) | size_t plain_size(size_t value, int other)"
            + " | it is declared with 2 parameters, but has 1 parameter in",
        "void plain_move(Point *point, int by) | void plain_move(long *point, int by)"
            + " | parameter 1 is declared 'long *', but is 'struct Point *' in",
        "extern int plain_level | extern short plain_level"
            + " | its type is declared 'short', but is 'int' in",
        "char name[8] | char name[12] | member 'name' is declared 'char[12]', but is 'char[8]' in",
        "int layer : 5 | int layer : 6"
            + " | member 'layer' is declared at bit 257, 6 wide, but is at bit 257, 5 wide in",
        "typedef long (*plain_visitor)(long value | typedef long (*plain_visitor)(int value"
            + " | points to a function: parameter 1 is declared 'int', but is 'long' in",
      })
  void wrongDeclaration_isTold(String right, String wrong, String difference) throws IOException {
    assertThat(declarations).contains(right);

    assertThat(mismatches(declarations.replace(right, wrong)))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("plain.cdef.h"))
        .allMatch(line -> line.endsWith("in the debug information of plain.so"))
        .anyMatch(line -> line.contains(difference));
  }

  @Test
  void declarations_areHeldAgainstAHeaderAsWell() throws IOException {
    Files.writeString(
        folder.resolve("plain.h"), "#define PLAIN_LIMIT 7\nfloat plain_float(double value);\n");

    VerifiedDeclarations verified =
        verify(
            """
            #pragma tenon library("plain.so")
            #define PLAIN_LIMIT 8
            float plain_float(float value);
            """,
            "plain.h");

    assertThat(confirmed(verified, "plain_float")).containsExactly(DWARF);
    assertThat(verified.mismatches())
        .containsExactlyInAnyOrder(
            "plain.cdef.h:3: plain_float: parameter 1 is declared 'float', but is 'double' in"
                + " plain.h",
            "plain.cdef.h: PLAIN_LIMIT: it is 8, but 7 in plain.h");
  }

  @Test
  void declarationThatAnImportRefuses_doesNotAgree() throws IOException {
    assertThat(
            mismatches(
                """
                #pragma tenon library("plain.so")
                #pragma tenon owned(free: plain_i32)
                int plain_i32(int value);
                """))
        .singleElement()
        .asString()
        .contains("plain.cdef.h: an import refuses it:", "'owned' means nothing for 'plain_i32'");
  }

  @Test
  void functionThatTheLibraryDoesNotDefine_isConfirmedByNothing() throws IOException {
    VerifiedDeclarations verified =
        verify(
            """
            #pragma tenon library("plain.so")
            float plain_float(float value);
            unsigned long strlen(const char *text);
            """);

    assertThat(verified.unconfirmed()).containsExactly("strlen");
    assertThat(verified.isGood(false)).isFalse();
    assertThat(verified.isGood(true)).isTrue();
    assertThat(verified.text())
        .isEqualTo(
            """
            function plain_float: confirmed by DWARF
            function strlen: nothing confirms it
            2 declarations, 1 confirmed by DWARF (plain.so), 1 by nothing, 0 wrong
            """);
  }

  @Test
  void libraryWithoutDebugInformation_andNoHeader_saysWhatToDo() throws IOException {
    Files.copy(
        NativeWorld.FIXTURES.resolve("without_debug.so"), folder.resolve("without_debug.so"));

    assertThatIOException()
        .isThrownBy(() -> verify("#pragma tenon library(\"without_debug.so\")\nint f(void);\n"))
        .withMessageContainingAll("carries no debug information", "-g", "--header");
  }

  @Test
  void missingLibrary_isTold() {
    assertThatIOException()
        .isThrownBy(() -> verify("#pragma tenon library(\"gone.so\")\nint f(void);\n"))
        .withMessageContainingAll("gone.so", "does not exist");
  }

  private static final String HEADER =
      """
      #define KEPT_LIMIT 12
      typedef enum { KEPT_NONE, KEPT_SOME = 5 } kept_mode;
      typedef struct kept { char tag; long count; } kept;
      typedef unsigned kept_size;
      extern int kept_level;
      kept_size kept_use(const kept *one, kept_mode mode);
      """;
  private static final String KEPT = "#pragma tenon library(\"libkept.so\")\n" + HEADER;

  private void compileKept(String... flags) throws Exception {
    Files.writeString(folder.resolve("kept.h"), HEADER);
    Files.writeString(
        folder.resolve("kept.c"),
        """
        #include "kept.h"
        int kept_level = KEPT_SOME;
        kept_size kept_use(const kept *one, kept_mode mode) { return one->count + mode; }
        """);
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("-o", "libkept.so", "kept.c"));
    Compiler.compile(folder, arguments.toArray(String[]::new));
  }

  @Test
  void withACompilerOnly_itConfirmsAll() throws Exception {
    compileKept("-g0");
    VerifiedDeclarations verified = verify(KEPT, "kept.h");

    assertThat(verified.isGood(false)).isTrue();
    assertThat(verified.text())
        .isEqualTo(
            """
            struct kept: confirmed by compiler
            function kept_use: confirmed by compiler
            variable kept_level: confirmed by compiler
            constant KEPT_NONE: confirmed by compiler
            constant KEPT_SOME: confirmed by compiler
            constant KEPT_LIMIT: confirmed by compiler
            type kept_mode: confirmed by compiler
            type kept: confirmed by compiler
            type kept_size: confirmed by compiler
            9 declarations, 9 confirmed by compiler (kept.h), 0 by nothing, 0 wrong
            """);
  }

  /// A macro leaves no trace in debug information.
  @Test
  void withDebugInformationOnly_itConfirmsAllButMacros() throws Exception {
    compileKept("-g");
    VerifiedDeclarations verified = verify(KEPT);

    assertThat(verified.unconfirmed()).containsExactly("KEPT_LIMIT");
    assertThat(verified.isGood(false)).isFalse();
    assertThat(
            verified.declarations().stream()
                .filter(each -> !each.isUnconfirmed())
                .map(VerifiedDeclarations.Declaration::confirmedBy))
        .hasSizeGreaterThanOrEqualTo(7)
        .containsOnly(List.of(DWARF));
  }

  @Test
  void withBoth_eachSaysWhatItConfirms() throws Exception {
    compileKept("-g");
    VerifiedDeclarations verified = verify(KEPT, "kept.h");

    assertThat(verified.isGood(false)).isTrue();
    assertThat(confirmed(verified, "kept_use")).containsExactly(COMPILER, DWARF);
    assertThat(confirmed(verified, "struct kept")).containsExactly(COMPILER, DWARF);
    assertThat(confirmed(verified, "KEPT_SOME")).containsExactly(COMPILER, DWARF);
    assertThat(confirmed(verified, "KEPT_LIMIT")).containsExactly(COMPILER);
  }

  private String withoutCompiler() throws Exception {
    Path file = Files.writeString(folder.resolve("kept.cdef.h"), KEPT);
    List<String> command = new ArrayList<>(List.of("env", "CC=/no/such/compiler"));
    command.addAll(
        ChildJvm.command(
            List.of("--enable-native-access=ALL-UNNAMED"),
            VerifyProgram.class,
            file.toString(),
            "kept.h"));
    return ChildJvm.run(command).output();
  }

  @Test
  void withAHeaderAndNoCompiler_debugInformationConfirmsAndTheUserIsTold() throws Exception {
    compileKept("-g");

    assertThat(withoutCompiler())
        .contains(
            "[the headers were not compared: no C compiler: tried /no/such/compiler",
            "function kept_use: confirmed by DWARF\n",
            "constant KEPT_LIMIT: nothing confirms it\n",
            "1 by nothing, 0 wrong");
  }

  @Test
  void withNeither_itIsRefused() throws Exception {
    compileKept("-g0");

    assertThat(withoutCompiler()).startsWith("refused: no C compiler: tried /no/such/compiler");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "char tag; long count; | long tag; long count;"
            + " | member 'tag' is declared 'long', but is 'char' in",
        "char tag; long count; | char tag; char more[15]; long count;"
            + " | member 'count' is declared at byte 16, but is at byte 8 in",
        "kept_use(const kept *one, kept_mode mode) | kept_use(const kept *one, double mode)"
            + " | parameter 2 is declared 'double'",
        "KEPT_SOME = 5 | KEPT_SOME = 6 | KEPT_SOME: it is 6, but 5 in",
        "extern int kept_level | extern double kept_level | its type is declared 'double'",
        "typedef unsigned kept_size | typedef unsigned long kept_size"
            + " | its type is declared 'unsigned long'"
      })
  void wrongDeclaration_isFoundByEither(String right, String wrong, String difference)
      throws Exception {
    compileKept("-g");
    String text = KEPT.replace(right, wrong);
    assertThat(text).isNotEqualTo(KEPT);
    VerifiedDeclarations both = verify(text, "kept.h");

    assertThat(both.isGood(true)).isFalse();
    assertThat(both.mismatches())
        .anyMatch(line -> line.contains(difference) && line.endsWith("in kept.h"))
        .anyMatch(line ->
            line.contains(difference) && line.endsWith("in the debug information of libkept.so"));
  }

  @Test
  void declarationThatTheHeaderLacks_isConfirmedByNothingWithTheReason() throws Exception {
    compileKept("-g0");
    VerifiedDeclarations verified =
        verify(KEPT + "#define KEPT_OTHER 3\nstruct extra { int a; };\n", "kept.h");

    assertThat(verified.text())
        .contains(
            "constant KEPT_OTHER: nothing confirms it (the header does not declare it)\n",
            "struct extra: nothing confirms it (the header does not declare it)\n");
    assertThat(verified.isGood(false)).isFalse();
  }
}
