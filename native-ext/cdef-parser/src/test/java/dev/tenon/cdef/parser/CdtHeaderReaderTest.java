// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.tool.JavaInterface;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    return read(
        List.of("whole.h"),
        HeaderReader.Flags.of(folder, List.of()),
        List.of(only),
        List.of("libwhole.so"));
  }

  private static HeaderReader.Extract read(
      List<String> headers, HeaderReader.Flags flags, List<String> only, List<String> libraries)
      throws IOException {
    return new CdtHeaderReader()
        .read(
            new HeaderReader.Request(
                headers,
                flags,
                only,
                libraries,
                name -> !name.equals("whole_get"),
                false,
                (type, _) ->
                    type.toString().contains("long double") ? "'long double' cannot be passed" : "",
                null));
  }

  private HeaderReader.Extract extract(String header, String... only) throws IOException {
    Files.writeString(folder.resolve("one.h"), header);
    return read(
        List.of("one.h"), HeaderReader.Flags.of(folder, List.of()), List.of(only), List.of());
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
        .map(line -> line.replace(folder.toString(), ""))
        .containsExactly(
            "WHOLE_API (/whole.h:5): it is a macro without a value (expected expression before"
                + " 'extern')",
            "WHOLE_HIDDEN (/whole.h:8): it is a macro with parameters",
            "names without a symbol (2): --shim FILE.c writes functions in C that stand for inline"
                + " functions and macros",
            "whole_get (/whole.h:13): the library does not export it",
            "whole_inline (/whole.h:17): it has its body in the header and no symbol",
            "whole_long (/whole.h:15): 'long double' cannot be passed",
            "whole_vprint (/whole.h:14): it takes a va_list, which only C can make");
    assertThat(parsed(read()).variables())
        .singleElement()
        .satisfies(variable -> assertThat(variable.readOnly()).isTrue());
    assertThat(read("nothing").leftOut())
        .containsExactly("nothing: the header does not declare it");
  }

  @Test
  void header_thatIsMissing_namesTheFolders() {
    assertThatThrownBy(() ->
            read(
                List.of("none.h"),
                HeaderReader.Flags.of(folder, List.of(folder)),
                List.of(),
                List.of()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no header 'none.h'")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void header_longerThanTheLimit_isRefused() throws IOException {
    byte[] blanks = new byte[16777217];
    Arrays.fill(blanks, (byte) ' ');
    Files.write(folder.resolve("whole.h"), blanks);

    assertThatThrownBy(() -> read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("16777217 bytes, more than the 16777216");
  }

  @Test
  void header_thatTheCompilerRefuses_isRefusedWithItsWords() {
    assertThatThrownBy(() -> extract("int f(unknown_t x);\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot compile the headers")
        .hasMessageContaining("one.h:1:")
        .hasMessageContaining("unknown type name 'unknown_t'");
  }

  /// What the text of a header cannot say without attributes is written, and honoured.
  @Test
  void layouts_areTheCompilersWhateverAttributesMakeThem() throws Exception {
    HeaderReader.Extract extract =
        extract(
            """
            #include <stdint.h>
            struct __attribute__((packed)) a { uint8_t t; uint32_t v; };
            struct b { uint8_t t; uint32_t v; } __attribute__((packed));
            struct c { uint8_t t; uint32_t v __attribute__((packed)); };
            #pragma pack(push,1)
            struct d { uint8_t t; uint32_t v; };
            #pragma pack(pop)
            struct e { uint8_t t; uint32_t v __attribute__((aligned(16))); };
            struct f { uint8_t t; uint32_t v; } __attribute__((aligned(32)));
            struct g { uint8_t t; _Alignas(16) uint32_t v; };
            typedef float v4 __attribute__((vector_size(16)));
            struct h { uint8_t t; v4 v; };
            struct i { uint8_t t; unsigned __int128 v; };
            struct j { uint8_t t; float _Complex v; };
            enum big { BIGA = 1, BIGB = 0x1000000000 };
            struct k { uint8_t t; enum big v; };
            enum __attribute__((packed)) small { SA, SB };
            struct l { enum small a, b; };
            struct m { uint8_t t; uint64_t v __attribute__((mode(SI))); };
            typedef uint64_t un64 __attribute__((aligned(1)));
            struct n { uint8_t t; un64 v; };
            typedef struct { unsigned x : 3, : 4, y : 9; struct { int z : 5; } in[2]; } bits;
            struct o { struct o2 { long x; } p; union { int q; double r; }; };
            typedef struct p { int x; } p_t, *p_ptr;
            """);
    Declarations declarations = parsed(extract);
    Layouts layouts = new Layouts(declarations, DataModel.current());
    Map<String, Long> sizes = new TreeMap<>();
    for (String tag : declarations.records().keySet()) {
      if (tag.indexOf('<') < 0) {
        sizes.put(tag, layouts.sizeOf(new CType.Struct(tag)));
      }
    }

    assertThat(extract.leftOut())
        .singleElement()
        .asString()
        .startsWith("v4 ")
        .endsWith("vectors are not supported: no value of a module is one");
    assertThat(sizes.toString())
        .isEqualTo(
            "{bits=12, struct a=5, struct b=5, struct c=5, struct d=5, struct e=32, struct f=32,"
                + " struct g=32, struct h=32, struct i=32, struct j=12, struct k=16, struct l=2,"
                + " struct m=8, struct n=9, struct o=16, struct o2=8, struct p=4}");
  }

  @Test
  void types_areWholeInWhateverOrderTheyAreMentioned() throws Exception {
    Declarations declarations =
        parsed(
            extract(
                """
                typedef struct _doc doc;
                struct _node { int a; struct _doc *d; struct _node *next; };
                int use(doc *d, struct later *x);
                struct _doc { int b; struct _node *n; };
                struct later { int c; };
                struct never;
                int never(struct never *x);
                """));

    assertThat(declarations.records())
        .hasEntrySatisfying("struct _doc", each -> assertThat(each.complete()).isTrue())
        .hasEntrySatisfying("struct _node", each -> assertThat(each.complete()).isTrue())
        .hasEntrySatisfying("struct later", each -> assertThat(each.complete()).isTrue())
        .hasEntrySatisfying("struct never", each -> assertThat(each.complete()).isFalse());
  }

  @Test
  void constants_haveTheCompilersValues() throws Exception {
    HeaderReader.Extract extract =
        extract(
            """
            #include <math.h>
            struct s { char x[24]; };
            enum { ANONYMOUS = 7 };
            typedef enum { MODE_A = 1, MODE_B } mode_flags;
            enum wide { WIDE = 0xFFFFFFFFFFFFFFFF };
            #define SIZE sizeof(struct s)
            #define FOLDED __builtin_popcount(0xff)
            #define NEGATIVE (-0x7fffffffffffffffLL - 1)
            #define GRAVITY 9.80665f
            #define ENDLESS HUGE_VAL
            #define NONE ((void *)-1)
            #define NAME (const char *)"name"
            #define BYTES "a\\0b\\x01?"
            #define LATIN "\\xe4"
            #define COMPUTED compute()
            #define KIND unsigned long
            int compute(void);
            """);

    assertThat(parsed(extract).constants())
        .containsEntry("ANONYMOUS", 7L)
        .containsEntry("MODE_B", 2L)
        .containsEntry("WIDE", new BigInteger("18446744073709551615"))
        .containsEntry("SIZE", 24L)
        .containsEntry("FOLDED", 8L)
        .containsEntry("NEGATIVE", Long.MIN_VALUE)
        .containsEntry("GRAVITY", (double) 9.80665f)
        .containsEntry("ENDLESS", Double.POSITIVE_INFINITY)
        .containsEntry("NONE", -1L)
        .containsEntry("NAME", "name")
        .containsEntry("BYTES", "a\0b\1?");
    assertThat(extract.leftOut())
        .map(line -> line.replaceFirst(" \\(.*?\\)", ""))
        .containsExactly(
            "COMPUTED: it is a macro whose value is no constant: the program computes it",
            "KIND: it is a macro that stands for a type",
            "LATIN: its text is not UTF-8",
            "names without a symbol: --shim FILE.c writes functions in C that stand for inline"
                + " functions and macros");
  }

  @Test
  void macrosThatDoubleThemselves_areLeftOutAndCostNoOther() throws Exception {
    StringBuilder header = new StringBuilder("int plain(int x);\n#define M0 1\n");
    for (int level = 1; level <= 40; level++) {
      header.append("#define M%1$d M%2$d + M%2$d\n".formatted(level, level - 1));
    }
    HeaderReader.Extract extract = extract(header + "#define LAST (M40)\n#define GOOD 3\n");

    assertThat(extract.text())
        .contains("int plain(int x);", "#define GOOD 3\n", "#define M8 256\n")
        .doesNotContain("M40", "LAST");
    assertThat(extract.leftOut().toString())
        .contains("LAST")
        .contains("it is a macro that expands to more than 65,536 tokens");
  }

  @Test
  void functions_haveTheirSymbolsAndOtherNames() throws Exception {
    HeaderReader.Extract extract =
        extract(
            """
            int real_f(int x);
            #define f real_f
            int old(int x) __asm__("new");
            extern int (bracketed) (int x);
            int (inner)(int x) __asm__("outer");
            int (*picked(int x))(const char *text) __asm__("pick_one");
            int sum(int n, const int a[n], volatile int *lock);
            typedef unsigned char id[16];
            int same(const id one, const id other);
            #define gone not_there
            """);

    assertThat(parsed(extract).functions())
        .extracting(each -> each.name() + "=" + each.symbol())
        .containsExactly(
            "real_f=real_f",
            "old=new",
            "bracketed=bracketed",
            "inner=outer",
            "picked=pick_one",
            "sum=sum",
            "same=same",
            "f=real_f");
    assertThat(extract.text())
        .contains("int same(const id one, const id other);", "volatile int *lock");
    assertThat(extract.leftOut())
        .singleElement()
        .asString()
        .endsWith("it stands for 'not_there', which the headers do not declare");
  }

  @Test
  void headersOfThePackage_areTakenAndOthersAreNot() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path own = Files.createDirectories(folder.resolve("own/deep"));
    Files.writeString(other.resolve("other.h"), "int other(void);\n");
    Files.writeString(own.resolve("part.h"), "#define PART 3\nint part(void);\n");
    Files.writeString(
        folder.resolve("own/umbrella.h"),
        "#include \"deep/part.h\"\n#include <other.h>\n#ifdef EXTRA\nint extra(void);\n#endif\n");
    Files.writeString(folder.resolve("own/second.h"), "int second(void);\n");
    HeaderReader.Extract extract =
        read(
            List.of("own/umbrella.h", "own/second.h"),
            new HeaderReader.Flags(
                folder, List.of(Path.of("other")), List.of("EXTRA"), List.of(), null),
            List.of(),
            List.of());

    assertThat(extract.entries())
        .extracting(
            each -> each.kind() + " " + each.name() + " " + Path.of(each.file()).getFileName())
        .containsExactly(
            "constant PART part.h",
            "function part part.h",
            "function extra umbrella.h",
            "function second second.h");
    assertThat(extract.leftOut())
        .containsExactly(
            "%s (included by %s): it seems to be of another package; give it as a further header to take what it declares"
                .formatted(other.resolve("other.h"), folder.resolve("own/umbrella.h")));
  }

  @Test
  void headersOfGlib_inThePlatformsFolder_areOfThePackage() throws Exception {
    Path platform = Path.of("/usr/lib/x86_64-linux-gnu/glib-2.0/include");
    assumeTrue(Files.exists(platform.resolve("glibconfig.h")), "libglib2.0-dev");
    HeaderReader.Extract extract =
        read(
            List.of("glib.h"),
            new HeaderReader.Flags(
                folder,
                List.of(Path.of("/usr/include/glib-2.0"), platform),
                List.of(),
                List.of(),
                null),
            List.of(),
            List.of());

    assertThat(parsed(extract).types()).containsKey("gint8");
    assertThat(parsed(extract).constants()).containsKey("G_BYTE_ORDER");
  }

  @Test
  void macro_thatAnotherPackageDefinesAgain_isStillThePackages() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("again.h"), "#undef VERSION\n#define VERSION 4\n");
    HeaderReader.Extract extract =
        read(
            List.of(
                Files.writeString(
                        folder.resolve("first.h"), "#define VERSION 3\n#include <again.h>\n")
                    .toString()),
            HeaderReader.Flags.of(folder, List.of(Path.of("other"))),
            List.of(),
            List.of());

    assertThat(parsed(extract).constants()).containsEntry("VERSION", 4L);
  }

  @Test
  void function_declaredWithoutItsParameters_isLeftOut() throws Exception {
    HeaderReader.Extract extract = extract("int old();\nint none(void);\n");

    assertThat(parsed(extract).functions()).extracting(CFunction::name).containsExactly("none");
    assertThat(extract.leftOut())
        .singleElement()
        .asString()
        .startsWith("old (")
        .endsWith(
            "it is declared without its parameters; declare it by hand as it is, with (void) for"
                + " none");
  }

  @Test
  void macro_thatStandsForSeveralValues_isCalledAList() throws Exception {
    assertThat(extract("#define PATH 1L,2L,840L\n").leftOut())
        .singleElement()
        .asString()
        .endsWith("it is a macro that stands for a list of values");
  }

  @Test
  void only_picksTypesEnumeratorsAndConstantsAlike() throws Exception {
    HeaderReader.Extract extract =
        extract(
            """
            struct s { int a; };
            enum { ONE = 1, TWO };
            typedef int (*cb)(struct s *);
            #define THREE 3
            int f(void);
            """,
            "TWO",
            "THREE",
            "cb");

    assertThat(extract.text())
        .isEqualTo(
            """
            #define THREE 3
            #define TWO 2
            struct s {
                int a;
            };
            typedef int (*cb)(struct s *);
            """);
  }

  @Test
  void javaInterface_hasAMethodForEachFunction() throws Exception {
    HeaderReader.Extract extract =
        extract(
            """
            #define LIMIT 3
            #define WIDE 0xFFFFFFFFFFFFFFFF
            #define NAME "a\\"b"
            typedef struct point { int x; } point;
            /** Adds.
             * @param new what is added */
            unsigned int add(const point *p, short new, unsigned char, double (*each)(int));
            const char *wait(point by_value, ...);
            extern long counter;
            """);

    assertThat(JavaInterface.of(extract, "dev.example.One"))
        .isEqualTo(
            """
            package dev.example;

            import dev.tenon.cdef.CObject;
            import dev.tenon.value.AttributeName;
            import dev.tenon.value.TenonCallable;

            /// A C library: `module.as(One.class)`.
            public interface One {
              int LIMIT = 3;

              java.math.BigInteger WIDE = new java.math.BigInteger("18446744073709551615");

              String NAME = "a\\"b";

              /// `long counter` (one.h:9)
              long counter();

              @AttributeName("counter")
              void set_counter(long value);

              /// Adds.
              /// @param new what is added
              ///
              /// `unsigned int add(const point *p, short new, unsigned char, double (*each)(int));` (one.h:7)
              long add(Object p, short new_, short p3, add_each each);

              /// A callback.
              interface add_each {
                double call(int p1);
              }

              /// `const char *wait(point by_value, ...);` (one.h:8)
              @AttributeName("wait")
              String wait_(CObject by_value, Object... rest);

            }
            """);
    assertThatThrownBy(() -> JavaInterface.of(extract, "dev.int.One"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not the name of a Java interface");
  }

  @Test
  void javaInterface_ofDeclarations_followsTheirLines() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("lines.cdef.h"),
            """
            #pragma tenon bytes(count: sum.all)
            long sum(const int *all, int count);
            #pragma tenon out(parse.value)
            #pragma tenon fails_if(result != 0: parse)
            int parse(const char *text, double *value);
            #pragma tenon out(split.head, split.tail)
            int split(int whole, int *head, int *tail);
            #pragma tenon bytes(size: take)
            const void *take(unsigned long *size);
            #pragma tenon text(name)
            unsigned char *name(void);
            typedef int (*reader)(void *data, const char *part, int size);
            #pragma tenon text(size: read.take.part)
            void read(reader take, void *data);
            """);

    assertThat(
            JavaInterface.of(file, "Lines")
                .lines()
                .map(String::strip)
                .filter(each -> each.endsWith(");")))
        .containsExactly(
            "long sum(Object all);",
            "double parse(String text);",
            "java.util.List<?> split(int whole);",
            "byte[] take();",
            "String name();",
            "void read(read_take take, Object data);",
            "int call(CObject data, String part);");
    Path wrong =
        Files.writeString(folder.resolve("wrong.cdef.h"), "#pragma tenon out(f)\nint f(void);\n");
    assertThatThrownBy(() -> JavaInterface.of(wrong, "Wrong"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1: 'out' speaks of a parameter");
  }

  @Test
  void attributesOfModules_areLeftOut() throws Exception {
    assertThat(extract("#define __name__ 3\nint f(void);\n", "__name__", "f").leftOut())
        .singleElement()
        .asString()
        .endsWith("modules have an attribute of that name themselves");
  }

  /// The headers that come with a C compiler on Debian.
  @ParameterizedTest
  @CsvSource({"stdlib.h, 80", "string.h, 40", "math.h, 100", "unistd.h, 80", "stdio.h, 50"})
  void headersOfLibc_readWhole_areDeclarations(String header, int functions) throws Exception {
    HeaderReader.Extract extract =
        read(List.of(header), HeaderReader.Flags.of(folder, List.of()), List.of("*"), List.of());

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
        read(
            List.of(header), HeaderReader.Flags.of(folder, List.of()), List.of(), List.of(library));

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
                "-include",
                "stddef.h",
                "-Dtime_t=long",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(messages).isZero();
    return messages;
  }
}
