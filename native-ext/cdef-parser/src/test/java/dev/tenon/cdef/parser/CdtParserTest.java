// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationProblem;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.DeclarationsReader;
import dev.tenon.cdef.model.DeclarationsWriter;
import dev.tenon.cdef.model.Layouts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CdtParserTest {

  private static final DataModel LINUX = DataModel.of("Linux", "amd64");
  private static final DataModel WINDOWS = DataModel.of("Windows 11", "amd64");

  private static Declarations parse(String text) throws DeclarationException {
    return new CdtParser().parse("test.cdef.h", text, LINUX);
  }

  private static DeclarationException problemsOf(String text) {
    return catchThrowableOfType(DeclarationException.class, () -> parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 | 7",
        "-7 / 2 | -3",
        "-7 % 3 | -1",
        "1 << 4 | 16",
        "0x10 | 16",
        "010 | 8",
        "0b11 | 3",
        "'a' | 97",
        "'\\377' | -1",
        "'\\x41' | 65",
        "~0 | -1",
        "!5 | 0",
        "2 > 1 && 1 | 1",
        "0 ? 4 : 5 | 5",
        "(unsigned char)300 | 44",
        "(char)200 | -56",
        "sizeof(long) | 8",
        "sizeof(char[3]) | 3",
        "0xFFFFFFFF | 4294967295",
        "-1 < 0u | 0",
        "(int)2.9 | 2",
        "((void *)0) | 0"
      })
  void define_integerExpression_hasCsValue(String expression, long expected) throws Exception {
    assertThat(parse("#define VALUE " + expression + "\n").constants())
        .containsEntry("VALUE", expected);
  }

  @Test
  void define_otherKinds_haveTheirValues() throws Exception {
    Declarations declarations =
        parse(
            """
            #define BIG 18446744073709551615UL
            #define REAL 1.5e3f
            #define RATIO (REAL / 4)
            #define TEXT "a\\tb" "\\303\\274"
            #define LATER EARLIER + 1
            #define EARLIER 4
            #define MANY (1 + \\
              2)
            enum { FIRST, SECOND = 1 << 3, THIRD };
            #define THROUGH THIRD
            """);

    assertThat(declarations.constants())
        .containsEntry("BIG", new BigInteger("18446744073709551615"))
        .containsEntry("REAL", 1500.0)
        .containsEntry("RATIO", 375.0)
        .containsEntry("TEXT", "a\tbü")
        .containsEntry("LATER", 5L)
        .containsEntry("MANY", 3L)
        .containsEntry("THROUGH", 9L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPORT extern",
        "CALL(x) (x)",
        "EMPTY",
        "UNKNOWN other",
        "ZERO 1 / 0",
        "OPEN {",
        "FAR 1 << 99",
        "TYPE int"
      })
  void define_noConstant_isNoAttribute(String define) throws Exception {
    assertThat(parse("#define " + define + "\nint f(void);\n").constants()).isEmpty();
  }

  @Test
  void function_everyKindOfParameter_isRead() throws Exception {
    Declarations declarations =
        parse(
            """
            typedef struct handle *handle_t;
            const char *f(handle_t h, const unsigned char bytes[], size_t n,
                          int (*each)(void *, const char *), struct handle **out, ...);
            """);

    CFunction function = declarations.functions().getFirst();
    assertThat(function.name()).isEqualTo("f");
    assertThat(function.line()).isEqualTo(2);
    assertThat(function.type().variadic()).isTrue();
    assertThat(function.type().result()).hasToString("const char *");
    assertThat(function.type().parameters())
        .extracting(parameter -> parameter.type() + " " + parameter.name())
        .containsExactly(
            "struct handle * h",
            "const unsigned char * bytes",
            "unsigned long n",
            "int (*)(void *, const char *) each",
            "struct handle ** out");
  }

  @Test
  void structs_ofEachForm_haveTheirLayout() throws Exception {
    Declarations declarations =
        parse(
            """
            struct plain { char a; double b; short c; };
            struct __attribute__((packed)) tight { char a; double b; };
            union either { char a[5]; int b; };
            typedef struct { int x; struct { int y; union { int z; char w; }; }; } outer;
            struct bits { unsigned a : 3; unsigned b : 30; unsigned char c : 2; long d : 40; };
            struct rest { int count; char text[]; };
            """);
    Layouts layouts = new Layouts(declarations, LINUX);

    assertThat(layouts.sizeOf(new CType.Struct("struct plain"))).isEqualTo(24);
    assertThat(layouts.sizeOf(new CType.Struct("struct tight"))).isEqualTo(9);
    assertThat(layouts.sizeOf(new CType.Struct("union either"))).isEqualTo(8);
    assertThat(layouts.layout(new CType.Struct("outer")).places().get("w").offset()).isEqualTo(8);
    assertThat(layouts.sizeOf(new CType.Struct("struct bits"))).isEqualTo(16);
    assertThat(layouts.sizeOf(new CType.Struct("struct rest"))).isEqualTo(4);
  }

  @Test
  void long_onWindows_has32Bits() throws Exception {
    Declarations declarations =
        new CdtParser()
            .parse(
                "test.cdef.h",
                """
                #ifdef _WIN32
                #define SIZE sizeof(long)
                #endif
                struct pair { long a; size_t b; };
                """,
                WINDOWS);

    assertThat(declarations.constants()).containsEntry("SIZE", 4L);
    assertThat(new Layouts(declarations, WINDOWS).sizeOf(new CType.Struct("struct pair")))
        .isEqualTo(16);
  }

  @Test
  void pragmas_ofTenonOnly_areKept() throws Exception {
    Declarations declarations =
        parse("#pragma once\n#pragma tenon library(\"a.so\")\nint f(void);\n#pragma tenon x(f)\n");

    assertThat(declarations.directives())
        .extracting(directive -> directive.line() + " " + directive.text())
        .containsExactly("2 library(\"a.so\")", "4 x(f)");
  }

  @Test
  void problems_haveTheirPlaces() {
    DeclarationException problems =
        problemsOf("int good(void);\n\n  nosuch_t bad(int);\nint worse(;\ndouble fine(void);\n");

    assertThat(problems.problems())
        .extracting(DeclarationProblem::line, DeclarationProblem::column)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3, 3), org.assertj.core.groups.Tuple.tuple(4, 1));
    assertThat(problems.problems().getFirst().quotation())
        .isEqualTo("      nosuch_t bad(int);\n      ^");
  }

  @Test
  void declarations_writtenAndRead_areEqual() throws Exception {
    Declarations declarations =
        parse(
            """
            #pragma tenon library("a.so")
            #define ONE 1
            #define BIG 0xFFFFFFFFFFFFFFFFul
            #define HALF .5
            #define NAME "n"
            enum color { RED };
            typedef struct node { int a : 3; struct node *next; char text[4]; } node;
            extern const int limit;
            enum color f(node by_value, int (*callback)(enum color, ...), ...);
            """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new DeclarationsWriter(out).write(declarations);

    assertThat(new DeclarationsReader(new ByteArrayInputStream(out.toByteArray())).read())
        .isEqualTo(declarations);
  }

  @Test
  void writtenDeclarations_damagedAnywhere_areRefusedOrRead() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DeclarationsWriter(out).write(parse("struct s { int a; };\nint f(struct s *p);\n"));
    byte[] whole = out.toByteArray();

    int refused = 0;
    for (int index = 0; index < whole.length; index++) {
      byte[] damaged = whole.clone();
      damaged[index] ^= 0x55;
      try {
        new DeclarationsReader(new ByteArrayInputStream(damaged)).read();
      } catch (IOException _) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void functions_canHaveAnotherSymbolAndAnotherName() throws Exception {
    assertThat(
            parse(
                    """
                    int f(int x) __asm__("f_v2");
                    #define g f
                    #define h g
                    int (bracketed)(int x);
                    """)
                .functions())
        .extracting(each -> "%s %s %s".formatted(each.name(), each.symbol(), each.type()))
        .containsExactly(
            "f f_v2 int (int)",
            "bracketed bracketed int (int)",
            "g f_v2 int (int)",
            "h f_v2 int (int)");
  }

  @Test
  void wideCharacters_areThoseOfThePlatform() throws Exception {
    DataModel arm = DataModel.of("Linux", "aarch64");
    CFunction there =
        new CdtParser().parse("test.cdef.h", "wchar_t f(void);", arm).functions().getFirst();

    assertThat(there.type().result()).hasToString("unsigned int");
    assertThat(parse("wchar_t f(void);").functions().getFirst().type().result()).hasToString("int");
  }
}
