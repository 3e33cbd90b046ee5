// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.RecordLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What decides the layout of a type: attributes, pragmas, the place of the body. What is not
/// understood refuses the declaration.
final class DeclaredLayoutTest {

  private static Declarations parse(String text) throws DeclarationException {
    return new CdtParser().parse("test.cdef.h", text, DataModel.of("Linux", "amd64"));
  }

  private static RecordLayout layout(String text, String tag) throws DeclarationException {
    return new Layouts(parse(text), DataModel.of("Linux", "amd64")).layout(new CType.Struct(tag));
  }

  private static String problem(String text) {
    DeclarationException thrown =
        catchThrowableOfType(DeclarationException.class, () -> parse(text));
    assertThat(thrown).as(text).isNotNull();
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().getFirst().message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "struct __attribute__((packed)) x { uint8_t t; uint32_t v; }; | 5 | 1",
        "struct x { uint8_t t; uint32_t v; } __attribute__((packed)); | 5 | 1",
        "struct [[gnu::packed]] x { uint8_t t; uint32_t v; }; | 5 | 1",
        "struct x { uint8_t t; uint32_t v [[gnu::packed]]; }; | 5 | 1",
        "struct x { uint8_t t; uint32_t v __attribute__((packed)); }; | 5 | 1",
        "struct x { uint8_t t; uint32_t v __attribute__((aligned(16))); }; | 32 | 16",
        "struct x { uint8_t t; __attribute__((aligned(16))) uint32_t v; }; | 32 | 16",
        "struct x { int a, __attribute__((aligned(16))) b; }; | 32 | 16",
        "struct x { uint8_t t; uint32_t v; } __attribute__((aligned(32))); | 32 | 32",
        "struct x { char c; } __attribute__((aligned)); | 16 | 16",
        "struct x { char c; } __attribute__((__aligned__(2 * sizeof(long)))); | 16 | 16",
        "struct __declspec(align(8)) x { char c; }; | 8 | 8",
        "struct x { uint8_t t; _Alignas(16) uint32_t v; }; | 32 | 16",
        "struct x { uint8_t t; alignas(double) uint32_t v; }; | 16 | 8",
        "struct x { uint8_t t; _Alignas(0) uint32_t v; }; | 8 | 4",
        "typedef uint64_t u __attribute__((aligned(1))); struct x { uint8_t t; u v; }; | 9 | 1",
        "typedef int w __attribute__((aligned(16))); typedef w v; struct x { char t; const v m; };"
            + " | 32 | 16",
        "enum e { A, B = 0x1000000000 }; struct x { uint8_t t; enum e v; }; | 16 | 8",
        "enum __attribute__((packed)) e { A, B }; struct x { enum e a, b; }; | 2 | 1",
        "enum e { A = -1, B = 300 } __attribute__((packed)); struct x { enum e a; }; | 2 | 2",
        "struct x { char t; unsigned v __attribute__((mode(DI))); }; | 16 | 8",
        "struct x { char t; struct { char a; long b; } __attribute__((packed)) m; }; | 10 | 1",
        "struct __attribute__((deprecated(\"no\"), unused)) x { char t; int v; }; | 8 | 4"
      })
  void attributes_inEveryPlace_decideTheLayout(String text, long size, long alignment)
      throws Exception {
    RecordLayout layout = layout(text, "struct x");

    assertThat(layout.size()).isEqualTo(size);
    assertThat(layout.alignment()).isEqualTo(alignment);
  }

  @Test
  void macroThatStandsForAnAttribute_counts() throws Exception {
    String text =
        """
        #define PK __attribute__((packed))
        #define BEGIN _Pragma("pack(push, 1)")
        struct x { char t; int v PK; };
        BEGIN
        struct y { char t; long v; };
        #pragma pack(pop)
        struct z { char t; long v; };
        """;

    assertThat(layout(text, "struct x").size()).isEqualTo(5);
    assertThat(layout(text, "struct y").size()).isEqualTo(9);
    assertThat(layout(text, "struct z").size()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "'pack(1)', 13",
    "'pack(push, 2)', 14",
    "'pack(push, name, 4)', 16",
    "'pack()', 24",
    "'pack(push)', 24"
  })
  void pragmaPack_inEachForm_limitsTheAlignment(String pragma, long size) throws Exception {
    String text = "#pragma " + pragma + "\nstruct x { char c; int i; double d; };\n";

    assertThat(layout(text, "struct x").size()).isEqualTo(size == 24 ? 16 : size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "typedef struct _n n; typedef n *np; struct _n { int a; struct _n *next; }; np get(void);",
        "struct o { struct _n *c; }; typedef struct _n n; struct _n { int a; n *next; };",
        "struct _n; struct _n { int a; struct _n *next; }; struct _n *get(void);",
        "struct _n *get(struct _n *); struct _n { int a; struct _n *next; };",
        "struct o { struct _n { int a; struct _n *next; } in; }; struct _n *get(void);"
      })
  void record_mentionedBeforeItsBody_isComplete(String text) throws Exception {
    assertThat(layout(text, "struct _n").size()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "struct __attribute__((weird(3))) x { int a; }; | attribute 'weird(3)' is not known",
        "struct x { int a __attribute__((weird)); }; | attribute 'weird' is not known",
        "int f(void) __attribute__((ms_abi)); | attribute 'ms_abi' is not known",
        "typedef float v __attribute__((vector_size(16))); | vectors are not supported",
        "struct x { char c; } __attribute__((scalar_storage_order(\"big-endian\"))); |"
            + " scalar_storage_order",
        "__attribute__((packed)) struct x { char c; int i; }; | is not understood here",
        "int * __attribute__((aligned(4))) p; | is not understood here",
        "typedef struct { char c; int i; } x __attribute__((packed)); | has no effect on a typedef",
        "struct x { char c; } __attribute__((aligned(3))); | power of two",
        "struct x { char c; unsigned __int128 v; }; | '__int128' is not supported",
        "struct x { char c; float _Complex v; }; | complex numbers are not supported",
        "_Atomic int a; | '_Atomic' is not supported",
        "extern _Thread_local int a; | a variable of each thread",
        "extern int f __asm__(\"f_v2\"); | a name for the assembler is understood behind a function"
            + " only",
        "struct x { int a : 40; }; | must have 1 to 32 bits, not 40",
        "struct x { float a : 3; }; | must have an integer type",
        "struct x { char a[1L << 60]; }; | is too large",
        "enum e { A = -1, B = 0xFFFFFFFFFFFFFFFF }; | no integer type holds both",
        "_Static_assert(sizeof(long) == 4, \"no\"); | 'sizeof(long)==4' does not hold: \"no\"",
        "_Static_assert(other, \"no\"); | is not a constant that can be computed",
        "struct x { int a; }; struct x { long a; }; | 'struct x' is defined twice"
      })
  void declaration_thatIsNotUnderstood_isRefused(String text, String message) {
    assertThat(problem(text)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pack(3)",
        "pack(pop)",
        "pack(push, 2, 4)",
        "pack",
        "weird",
        "ms_struct on",
        "redefine_extname old new",
        "scalar_storage_order big-endian"
      })
  void pragma_thatIsNotUnderstood_isRefused(String pragma) {
    assertThat(problem("#pragma " + pragma + "\nint f(void);\n"))
        .contains("'#pragma " + pragma + "' is not");
  }

  @Test
  void staticAssertion_thatHolds_isChecked() throws Exception {
    assertThat(
            parse(
                    """
                    #include <stddef.h>
                    struct x { char c; int i[3]; struct { short a, b; } q; };
                    _Static_assert(sizeof(struct x) == 20, "size");
                    static_assert(_Alignof(struct x) == 4);
                    _Static_assert(offsetof(struct x, i[2]) == 12 && offsetof(struct x, q.b) == 18, "");
                    struct y { int a; _Static_assert(sizeof(int) == 4, "inside"); int b; };
                    int g(int x) __asm__("g");
                    """)
                .functions())
        .hasSize(1);
  }

  @Test
  void unsignedEnumerators_keepTheirValue() throws Exception {
    assertThat(parse("enum e { A = 0xFFFFFFFFFFFFFFFF, B = 1, C = A - 1 };").constants())
        .containsEntry("A", new java.math.BigInteger("18446744073709551615"))
        .containsEntry("B", 1L)
        .containsEntry("C", new java.math.BigInteger("18446744073709551614"));
  }

  @Test
  void unnamedBits_countForTheAlignmentOnAarch64() throws Exception {
    String text = "struct x { char a; long : 3; };";
    Declarations declarations =
        new CdtParser().parse("test.cdef.h", text, DataModel.of("Linux", "aarch64"));

    assertThat(
            new Layouts(declarations, DataModel.of("Linux", "aarch64"))
                .layout(new CType.Struct("struct x"))
                .alignment())
        .isEqualTo(8);
    assertThat(layout(text, "struct x").alignment()).isEqualTo(1);
  }
}
