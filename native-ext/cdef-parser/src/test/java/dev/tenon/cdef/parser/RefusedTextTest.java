// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationProblem;
import dev.tenon.cdef.model.Declarations;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a compiler refuses is refused here as well, with its place.
final class RefusedTextTest {

  private static Declarations parse(String text) throws DeclarationException {
    return new CdtParser()
        .parse("test.cdef.h", text.replace("\\n", "\n"), DataModel.of("Linux", "amd64"));
  }

  private static List<DeclarationProblem> problemsOf(String text) {
    return catchThrowableOfType(DeclarationException.class, () -> parse(text)).problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int f(int x);\\n/* abc | 2:1 the comment that begins here has no end; expected '*/'",
        "#if 1\\nint f(int x); | 1:2 the '#if' that begins here has no end; expected '#endif'",
        "int f(void);\\n#endif | 2:2 '#endif' has no '#if' before it; remove it",
        "#else\\nint f(void); | 1:2 '#else' has no '#if' before it; remove it",
        "#if 0\\n#else\\n#else\\n#endif | 3:2 '#else' follows the '#else' of its '#if'",
        "struct s { int a[]; int b; }; | 1:1 member 'a' of 'struct s' has no length, which only the"
            + " last of several members of a struct can have",
        "struct s { int a[]; }; | 1:1 member 'a' of 'struct s' has no length, which only the last"
            + " of several members of a struct can have",
        "union u { int a; int b[]; }; | 1:1 member 'b' of 'union u' has no length, which only the"
            + " last of several members of a struct can have",
        "struct t; struct s { struct t x; }; | 1:11 member 'x' of 'struct s' has the type 'struct"
            + " t', whose size is not known; declare its members or make it a pointer",
        "struct s { void x; }; | 1:1 member 'x' of 'struct s' has the type 'void', whose size is"
            + " not known; declare its members or make it a pointer",
        "struct s { int f(void); }; | 1:1 member 'f' of 'struct s' is a function; a pointer to one"
            + " would be '(*f)'",
        "struct s { int a; int a; }; | 1:1 'struct s' has two members with the name 'a'",
        "struct s { int a; struct { int a; }; }; | 1:1 'struct s' has two members with the name"
            + " 'a'",
        "struct s { struct t { struct s x; } y; }; | 1:1 'struct s' contains itself; a pointer to"
            + " it would not",
        "struct s { static int a; }; | 1:12 a member has no storage class; remove 'static'",
        "struct s { int a = 3; }; | 1:16 a declaration gives no value here; remove it from the '='"
            + " on",
        "struct s { int a; }; union s { int b; }; | 1:22 'union s' is 'struct s' elsewhere; one tag"
            + " names one type",
        "enum e { }; | 1:8 the enumeration is empty",
        "enum e { A, A }; | 1:1 'A' is an enumerator in line 1; a name can be declared as one thing"
            + " only",
        "enum e { A };\\nvoid A(void); | 2:1 'A' is an enumerator in line 1; a name can be declared"
            + " as one thing only",
        "long f(int);\\nint f(long); | 2:1 'f' is declared as 'int f(long)' here, but as 'long"
            + " f(int)' in line 1",
        "extern int a[4];\\nextern int a[3]; | 2:1 'a' is declared as 'int[3]' here, but as"
            + " 'int[4]' in line 1",
        "typedef int T;\\ntypedef long T; | 2:1 'T' is declared as 'long' here, but as 'int' in"
            + " line 1",
        "typedef int size_t; | 1:1 'size_t' is declared as 'int' here, but as 'unsigned long' of"
            + " the standard headers",
        "int f(int x, ); | 1:12 expected a parameter behind the ','",
        "int f(..., int); | 1:7 '...' must be the last parameter",
        "int f(int, void); | 1:12 'void' can only be the whole list of parameters",
        "int f(int x, int x); | 1:14 another parameter has the name 'x'",
        "int f(int x = 3); | 1:7 parameters of C have no default values; remove it from the '=' on",
        "int f(static int x); | 1:7 a parameter has no storage class; remove 'static'",
        "int f(int restrict x); | 1:7 'restrict' belongs behind the '*' of a pointer",
        "int f(int y[][]); | 1:14 only the first length of an array can be left out",
        "long char f(void); | 1:1 'long char' is not a type of C",
        "unsigned float f(void); | 1:1 'unsigned float' is not a type of C",
        "int f(long long long x); | 1:7 'long long long' is not a type of C",
        "int f(int int); | 1:7 'int int' is not a type of C",
        "typedef int A[3]; A f(void); | 1:19 a function cannot return 'int[3]'; it can return a"
            + " pointer to it",
        "register int x; | 1:1 'register' is for variables within functions",
        "extern void v; | 1:1 a variable cannot have the type 'void'",
        "int f(B x);\\ntypedef int B; | 1:7 type 'B' is declared further down only; move its"
            + " typedef in front of this line",
      })
  void mistake_isRefusedWithPlaceAndReason(String text, String expected) {
    assertThat(problemsOf(text))
        .first()
        .extracting(each -> "%d:%d %s".formatted(each.line(), each.column(), each.message()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int x);\\n#if 0\\n don't \"do\\n#endif",
        "int f(void); /* a /* b */ // c \\\\\\nint g(",
        "_Noreturn void f(void);",
        "int f(struct tm *time);",
        "void f(struct s x); struct s { int a; };",
        "struct s { int n; int rest[]; };",
        "struct s { int a; struct { int b; }; union { int c; long d; }; };",
        "struct list { struct list *next; };",
        "long long unsigned int f(unsigned long long, long double *, signed char, short int"
            + " unsigned);",
        "const char *const f(char const *restrict text);",
        "typedef int T; typedef int T; T f(T);",
        "typedef long long int64_t; int64_t f(void);",
        "int f(); int f(int x);",
        "extern int a[]; extern int a[3];",
        "int f(int n, int x[n], int y[*], int z[static 3]);",
        "#define F(x) x x\\n#define LIST(a) F(F(F(a)))\\nint f(int);",
      })
  void rightText_isAccepted(String text) {
    assertThatCode(() -> parse(text)).doesNotThrowAnyException();
  }

  @Test
  void functionDeclaredTwice_isThereOnceWithItsParameters() throws Exception {
    assertThat(parse("int f();\nint f(int x);\nint f(int);\n").functions())
        .extracting(CFunction::text)
        .containsExactly("int f(int x);");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int A40);",
        "#if A40\\n#endif\\nint f(void);",
        "#define F(x) x x\\nint f(int"
            + " F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(1))))))))))))))))))))));",
        "#define F(x) x x\\n#define G F\\nint"
            + " f(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(G(1)))))))))))))))))))))\\n"
      })
  @Timeout(30)
  void macrosThatDouble_areRefusedWithTheLineOfTheirUse(String use) {
    String doublings =
        IntStream.range(1, 41)
            .mapToObj(each -> "#define A%d A%d A%d\n".formatted(each, each - 1, each - 1))
            .collect(Collectors.joining());
    List<DeclarationProblem> problems = problemsOf("#define A0 x x\n" + doublings + use);

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message())
        .contains("the expansions of all macros of this file have more than the 1048576 tokens");
    assertThat(problems.getFirst().lineText()).containsAnyOf("A", "F", "G");
  }

  @Test
  void structThatDoublesBeyondTheLimit_isToldOnceBesideOtherFaults() {
    StringBuilder text = new StringBuilder("struct s0 { char c[1073741824]; };\n");
    for (int level = 1; level < 70; level++) {
      text.append("struct s%1$d { struct s%2$d a, b; };\n".formatted(level, level - 1));
    }
    text.append("int f(nope x);\nstruct t { struct s69 many[3]; };\n");

    assertThat(problemsOf(text.toString()))
        .extracting(DeclarationProblem::message)
        .contains("'struct s11' has more than 2^40 bytes, the limit for a type")
        .contains("unknown type 'nope'")
        .hasSizeLessThan(4);
  }

  @Test
  void memberOfAFaultyStruct_isNoFurtherFault() {
    assertThat(problemsOf("struct a { nope x; };\nstruct b { struct a y; };\n"))
        .extracting(DeclarationProblem::message)
        .containsExactly("unknown type 'nope'");
  }
}
