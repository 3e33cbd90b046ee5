package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenon.cdef.tool.DeclarationCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  private List<DeclarationCheck.Finding> verify(String text, Optional<String> header)
      throws IOException {
    Path file = Files.writeString(folder.resolve("plain.cdef.h"), text);
    return DeclarationCheck.of(file, header, List.of(folder));
  }

  private List<String> mismatches(String text) throws IOException {
    List<DeclarationCheck.Finding> findings = verify(text, Optional.empty());
    assertThat(findings).hasSize(1);
    return findings.getFirst().outcome().mismatches();
  }

  @Test
  void rightDeclarations_agreeWithTheDebugInformation() throws IOException {
    List<DeclarationCheck.Finding> findings = verify(declarations, Optional.empty());

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().source()).isEqualTo("the debug information of plain.so");
    assertThat(findings.getFirst().outcome().mismatches()).isEmpty();
    assertThat(findings.getFirst().outcome().unchecked()).isEmpty();
    assertThat(findings.getFirst().outcome().checked()).isGreaterThan(40);
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

    List<DeclarationCheck.Finding> findings =
        verify(
            """
            #pragma tenon library("plain.so")
            #define PLAIN_LIMIT 8
            float plain_float(float value);
            """,
            Optional.of("plain.h"));

    assertThat(findings).hasSize(2);
    assertThat(findings.getFirst().outcome().mismatches()).isEmpty();
    assertThat(findings.getLast().outcome().mismatches())
        .containsExactly(
            "plain.cdef.h:3: plain_float: parameter 1 is declared 'float', but is 'double' in"
                + " plain.h",
            "plain.cdef.h: PLAIN_LIMIT: it is 8, but 7 in plain.h");
  }

  @Test
  void declarationThatAnImportRefuses_doesNotAgree() throws IOException {
    List<DeclarationCheck.Finding> findings =
        verify(
            """
            #pragma tenon library("plain.so")
            #pragma tenon owned(free: plain_i32)
            int plain_i32(int value);
            """,
            Optional.empty());

    assertThat(findings.getFirst().outcome().mismatches())
        .singleElement()
        .asString()
        .contains("plain.cdef.h: an import refuses it:", "'owned' means nothing for 'plain_i32'");
  }

  @Test
  void functionThatTheLibraryDoesNotDefine_isNotChecked() throws IOException {
    List<DeclarationCheck.Finding> findings =
        verify(
            """
            #pragma tenon library("plain.so")
            float plain_float(float value);
            unsigned long strlen(const char *text);
            """,
            Optional.empty());

    assertThat(findings.getFirst().outcome().unchecked()).containsExactly("strlen");
  }

  @Test
  void libraryWithoutDebugInformation_andNoHeader_saysWhatToDo() throws IOException {
    Files.copy(
        NativeWorld.FIXTURES.resolve("without_debug.so"), folder.resolve("without_debug.so"));
    Path file =
        Files.writeString(
            folder.resolve("without_debug.cdef.h"),
            "#pragma tenon library(\"without_debug.so\")\nint f(void);\n");

    assertThatIOException()
        .isThrownBy(() -> DeclarationCheck.of(file, Optional.empty(), List.of()))
        .withMessageContainingAll("carries no debug information", "-g", "--header");
  }

  @Test
  void missingLibrary_isTold() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gone.cdef.h"), "#pragma tenon library(\"gone.so\")\nint f(void);\n");

    assertThatIOException()
        .isThrownBy(() -> DeclarationCheck.of(file, Optional.empty(), List.of()))
        .withMessageContainingAll("gone.so", "does not exist");
  }
}
