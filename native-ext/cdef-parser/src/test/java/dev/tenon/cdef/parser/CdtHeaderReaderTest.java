package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CdtHeaderReaderTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeHeaders() throws IOException {
    Files.writeString(folder.resolve("part.h"), "typedef struct part { int size; } part_t;\n");
    Files.writeString(
        folder.resolve("whole.h"),
        """
        #ifndef WHOLE_H
        #define WHOLE_H
        #include "part.h"
        #include <stddef.h>
        #define WHOLE_API extern __attribute__((visibility("default")))
        #define WHOLE_COUNT (1 << 3)
        #define WHOLE_TEXT "a\\"b"
        #define WHOLE_HIDDEN(x) (x)
        enum whole_mode { WHOLE_FAST, WHOLE_SLOW = 7 };
        struct unused { int x; };
        typedef int (*whole_each)(const part_t *part, enum whole_mode mode);
        WHOLE_API size_t whole_visit(part_t *parts, const size_t count, whole_each each);
        WHOLE_API int whole_get(int table[WHOLE_COUNT]);
        WHOLE_API int whole_vprint(const char *format, __builtin_va_list rest);
        WHOLE_API long double whole_long(long double x);
        WHOLE_API const char *const whole_names[2];
        static inline int whole_inline(int x) { return x; }
        #endif
        """);
  }

  private HeaderReader.Extract read(String... only) throws IOException {
    return new CdtHeaderReader()
        .read(
            new HeaderReader.Request(
                "whole.h",
                List.of(folder),
                List.of(only),
                List.of("libwhole.so"),
                name -> !name.equals("whole_get")));
  }

  private static Declarations parsed(HeaderReader.Extract extract) throws Exception {
    return new CdtParser().parse("whole.cdef.h", extract.text(), DataModel.current());
  }

  @Test
  void functions_withTheirTypes_standAlone() throws Exception {
    HeaderReader.Extract extract = read("whole_visit");

    assertThat(extract.leftOut()).isEmpty();
    assertThat(extract.text())
        .isEqualTo(
            """
            #pragma tenon library("libwhole.so")
            typedef struct part {
                int size;
            } part_t;
            enum whole_mode { WHOLE_FAST = 0, WHOLE_SLOW = 7 };
            typedef int (*whole_each)(const part_t *part, enum whole_mode mode);
            size_t whole_visit(part_t *parts, const size_t count, whole_each each);
            """);
    assertThat(parsed(extract).functions()).hasSize(1);
  }

  @Test
  void constants_haveTheirValues() throws Exception {
    Declarations declarations = parsed(read("WHOLE_*"));

    assertThat(declarations.constants())
        .containsEntry("WHOLE_COUNT", 8L)
        .containsEntry("WHOLE_TEXT", "a\"b")
        .containsEntry("WHOLE_SLOW", 7L);
  }

  @Test
  void wholeHeader_tellsWhatIsLeftOutAndWhy() throws Exception {
    assertThat(read().leftOut())
        .containsExactly(
            "WHOLE_API: it is a macro without a constant value",
            "WHOLE_HIDDEN: it is a macro with parameters",
            "whole_get: the library does not export it",
            "whole_inline: it has its body in the header and no symbol",
            "whole_long: 'long double' cannot be passed",
            "whole_vprint: it takes a va_list, which only C can make");
    assertThat(parsed(read()).variables())
        .singleElement()
        .satisfies(variable -> assertThat(variable.readOnly()).isTrue());
    assertThat(read("nothing").leftOut())
        .containsExactly("nothing: the header does not declare it");
  }

  @Test
  void header_thatIsMissing_namesTheFolders() {
    assertThatThrownBy(() ->
            new CdtHeaderReader()
                .read(
                    new HeaderReader.Request(
                        "none.h", List.of(folder), List.of(), List.of(), _ -> true)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no header 'none.h'")
        .hasMessageContaining(folder.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 16777217, '16777217 bytes, more than the 16777216'",
    "17, 16777216, all that were included"
  })
  void headers_longerThanTheLimit_areRefused(int count, int size, String message)
      throws IOException {
    byte[] blanks = new byte[size];
    Arrays.fill(blanks, (byte) ' ');
    StringBuilder all = new StringBuilder();
    for (int index = 0; index < count; index++) {
      Files.write(folder.resolve("long" + index + ".h"), blanks);
      all.append("#include \"long%d.h\"\n".formatted(index));
    }
    Files.writeString(folder.resolve("whole.h"), all.append("int f(void);\n"));

    assertThatThrownBy(() -> read()).isInstanceOf(IOException.class).hasMessageContaining(message);
  }

  /// The headers that come with a C compiler on Debian.
  @ParameterizedTest
  @CsvSource({"stdlib.h, 80", "string.h, 40", "math.h, 100", "unistd.h, 80", "stdio.h, 50"})
  void headersOfLibc_readWhole_areDeclarations(String header, int functions) throws Exception {
    HeaderReader.Extract extract =
        new CdtHeaderReader()
            .read(new HeaderReader.Request(header, List.of(), List.of("*"), List.of(), _ -> true));

    assertThat(parsed(extract).functions()).hasSizeGreaterThan(functions);
  }

  /// The headers of libraries; `.ci/run` installs the packages that they come with.
  @ParameterizedTest
  @CsvSource({
    "zlib.h, 70, adler32, libz.so.1",
    "sqlite3.h, 250, sqlite3_libversion, libsqlite3.so.0",
    "png.h, 200, png_access_version_number, libpng16.so.16"
  })
  void headersOfLibraries_readWhole_areDeclarationsThatTheCompilerTakes(
      String header, int functions, String function, String library) throws Exception {
    assumeTrue(
        "true".equals(System.getenv("CI")) || Files.exists(Path.of("/usr/include", header)),
        () -> header + " is not installed");

    HeaderReader.Extract extract =
        new CdtHeaderReader()
            .read(
                new HeaderReader.Request(
                    header, List.of(), List.of(), List.of(library), _ -> true));

    assertThat(parsed(extract).functions())
        .hasSizeGreaterThan(functions)
        .anyMatch(each -> each.name().equals(function));
    assertThat(extract.leftOut()).allMatch(line -> line.contains(": "));
    Path file = Files.writeString(folder.resolve("whole.c"), extract.text());
    assertThat(compiled(file)).isEmpty();
  }

  private static String compiled(Path file) throws Exception {
    Process compiler =
        // What is left out of extracts is what the parser of declarations knows by itself.
        new ProcessBuilder(
                "cc",
                "-std=gnu11",
                "-fsyntax-only",
                "-w",
                "-include",
                "stdio.h",
                "-Dtime_t=long",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(messages).isZero();
    return messages;
  }
}
