// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CObject;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.HeaderDeclarations;
import dev.tenon.cdef.tool.ShimLibrary;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions in C for what no call reaches give the values that a C program sees.
final class ShimTest {

  private static final String HEADER =
      """
      #include <complex.h>
      #include <stdint.h>
      typedef struct pair { int left, right; } pair_t;
      #pragma pack(push, 1)
      typedef struct packed { char tag; int value; } packed_t;
      #pragma pack(pop)
      static inline int inlined_sum(const pair_t *pair, int more) { return pair->left + pair->right + more; }
      typedef int (*adder)(int value);
      static inline int add_one(int value) { return value + 1; }
      static inline adder inlined_adder(int which) { return which ? add_one : 0; }
      static inline const char *inlined_text(void) { return "inlined"; }
      long double long_half(long double x);
      double _Complex turned(double _Complex z);
      float _Complex small_turned(float _Complex z);
      packed_t packed_next(packed_t packed);
      int sum_pairs(int count, ...);
      int level(int channel, const char *name);
      extern int counted;
      #define LEVEL_OF(name) level(3, (name))
      #define MIXED(x, y) (((x) << 4) | ((y) & 15))
      #define LEFT(pair) ((pair)->left)
      #define COUNT_UP(by) do { counted += (by); } while (0)
      #define NAME_OF(x) #x
      #define CLEAR(x) ((x) = 0)
      #define MANY(...) level(__VA_ARGS__)
      int *place_of_code(void);
      #define CODE (*place_of_code())
      int open_kinds(void);
      extern int kind_of_int;
      #define KIND_INT (open_kinds(), kind_of_int)
      extern const char *stream_name;
      #define STREAM stream_name
      #define HALF_COUNTED (counted * 0.5)
      #define ORIGIN (*origin_of(7))
      const pair_t *origin_of(int right);
      #define RESET do { counted = 100; } while (0)
      #define FIXED (3 + 4)
      #define GONE(x) (-(x))
      #define GONE_ONE GONE(1)
      #define GONE_TWO GONE(2)
      #define GONE_WITH(x) (x + GONE(3))
      #undef GONE
      #define TRY_BEGIN(x) { if (x) {
      #define TRY_END }}
      extern int never_defined;
      #define NEVER (never_defined + 1)
      """;
  private static final String BODIES =
      """
      #include "lib.h"
      #include <stdarg.h>
      #include <string.h>
      int counted = 0;
      int *place_of_code(void) { static int code = 17; code++; return &code; }
      int kind_of_int = -1;
      int open_kinds(void) { kind_of_int = 4711; return 0; }
      const char *stream_name = "stream";
      const pair_t *origin_of(int right) { static pair_t origin = {6, 0}; origin.right = right; return &origin; }
      long double long_half(long double x) { return x / 2; }
      double _Complex turned(double _Complex z) { return z * I; }
      float _Complex small_turned(float _Complex z) { return z * I; }
      packed_t packed_next(packed_t packed) { packed.value++; return packed; }
      int level(int channel, const char *name) { return channel * 100 + (int)strlen(name); }
      int sum_pairs(int count, ...) {
        va_list all;
        int sum = 0;
        va_start(all, count);
        for (int i = 0; i < count; i++) { pair_t one = va_arg(all, pair_t); sum += one.left * one.right; }
        va_end(all);
        return sum;
      }
      """;
  private static final String PROGRAM =
      """
      #include "lib.h"
      #include <stdio.h>
      int main(void) {
        pair_t pair = {3, 4}, other = {5, 6};
        packed_t packed = {'x', 41};
        double _Complex z = turned(1.5 + 2.5 * I);
        float _Complex f = small_turned(0.5f + 4 * I);
        COUNT_UP(5);
        COUNT_UP(-2);
        printf("%d %s %.17g %.17g %.17g %g %g ", inlined_sum(&pair, 5), inlined_text(), (double)long_half(5), creal(z), cimag(z), crealf(f), cimagf(f));
        printf("%d %d %d %d %d %d %d", packed_next(packed).value, LEVEL_OF("four"), MIXED(3, 0x72), MIXED(-1, -1), LEFT(&pair), counted, sum_pairs(2, pair, other));
        int code = CODE, next = CODE, kind = KIND_INT;
        printf(" %d %d %d %s %g %d %d", code, next, kind, STREAM, HALF_COUNTED, ORIGIN.left, ORIGIN.right);
        printf(" %d", inlined_adder(1)(41));
        RESET;
        printf(" %d %d", counted, FIXED);
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void compile() throws Exception {
    Files.writeString(folder.resolve("lib.h"), HEADER);
    Files.writeString(folder.resolve("lib.c"), BODIES);
    Compiler.compile(folder, "-o", "liblib.so", "lib.c");
  }

  private HeaderReader.Extract extract(String... prototypes) throws IOException {
    return HeaderDeclarations.of(
        List.of("lib.h"),
        HeaderReader.Flags.of(folder, List.of()),
        List.of(),
        List.of(),
        List.of("liblib.so"),
        new ShimLibrary("lib-shim.c", List.of(prototypes)));
  }

  private ModuleObject module(Interpreter interpreter, HeaderReader.Extract extract)
      throws Exception {
    Files.writeString(folder.resolve("lib-shim.c"), extract.shim());
    Files.writeString(folder.resolve("lib.cdef.h"), extract.text());
    String command =
        extract.shim().lines().skip(1).findFirst().orElseThrow().replace("*/", "").strip();
    Process build =
        new ProcessBuilder("sh", "-c", command + " -L. -Wl,-rpath," + folder)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor()).as(command + "\n" + said).isZero();
    return interpreter.importModule("lib");
  }

  private String printed() throws Exception {
    Files.writeString(folder.resolve("main.c"), PROGRAM);
    Process build =
        new ProcessBuilder("cc", "-o", "program", "main.c", "lib.c")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(build.waitFor()).isZero();
    Process program =
        new ProcessBuilder(folder.resolve("program").toString()).directory(folder.toFile()).start();
    String text = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isZero();
    return text;
  }

  private static String number(Object value) {
    double number = ((Number) value).doubleValue();
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  @Test
  void wrappers_ofEachKind_giveTheProgramsValues() throws Exception {
    HeaderReader.Extract extract =
        extract("int LEFT(const pair_t *pair)", "int two(pair_t a, pair_t b) = sum_pairs(2, a, b)");
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      ModuleObject lib = module(interpreter, extract);
      CObject pair = (CObject) lib.call("pair", 3, 4);
      CObject z = (CObject) lib.call("turned", lib.call("tenon_complex", 1.5, 2.5));
      CObject f = (CObject) lib.call("small_turned", lib.call("tenon_complex", 0.5, 4));
      CObject next = (CObject) lib.call("packed");
      lib.call("packed_next", next, lib.call("packed", (int) 'x', 41));
      lib.call("COUNT_UP", 5);
      lib.call("COUNT_UP", -2);
      List<Object> values = new ArrayList<>();
      values.addAll(
          List.of(
              lib.call("inlined_sum", pair, 5),
              lib.call("inlined_text"),
              number(lib.call("long_half", 5)),
              number(z.get("real")),
              number(z.get("imag")),
              number(f.get("real")),
              number(f.get("imag")),
              next.get("value"),
              lib.call("LEVEL_OF", "four"),
              lib.call("MIXED", 3, 0x72),
              lib.call("MIXED", -1, -1),
              lib.call("LEFT", pair),
              lib.get("counted"),
              lib.call("two", pair, lib.call("pair", 5, 6)),
              lib.call("CODE"),
              lib.call("CODE"),
              lib.call("KIND_INT"),
              lib.call("STREAM"),
              lib.call("HALF_COUNTED"),
              ((CObject) lib.call("ORIGIN")).get("left"),
              ((CObject) lib.call("ORIGIN")).get("right")));
      values.add(((TenonCallable) lib.call("inlined_adder", 1)).call(41));
      lib.call("RESET");
      values.add(lib.get("counted"));
      values.add(lib.get("FIXED"));

      assertThat(String.join(" ", values.stream().map(String::valueOf).toList()))
          .isEqualTo(printed());
    }
  }

  @Test
  void whatNoFunctionCanDo_isLeftOutWithTheReason() throws Exception {
    assertThat(extract().leftOut())
        .map(line -> line.replaceAll("\\(/.*?\\)", "()"))
        .anyMatch(line ->
            line.startsWith(
                "LEFT (): it is a macro with parameters; no wrapper: the compiler refuses it"))
        .contains(
            "NAME_OF (): it is a macro with parameters; no wrapper: it makes tokens of its"
                + " arguments",
            "CLEAR (): it is a macro with parameters; no wrapper: it changes its argument",
            "GONE_ONE (): it calls 'GONE', which the headers do not declare",
            "GONE_TWO (): it calls 'GONE', which the headers do not declare",
            "GONE_WITH (): it is a macro with parameters; no wrapper: it calls 'GONE', which the"
                + " headers do not declare",
            "NEVER (): it is a macro whose value is no constant: the program computes it; no"
                + " wrapper: it uses the variable 'never_defined', which the library does not"
                + " export",
            "TRY_BEGIN (): it is a macro with parameters; no wrapper: it opens or ends a block that"
                + " another macro ends or opens",
            "MANY (): it is a macro with parameters; no wrapper: it takes any number of arguments;"
                + " give its prototype by hand")
        .noneMatch(line -> line.startsWith("inlined_") || line.startsWith("turned"));
  }

  @Test
  void macrosThatTheProgramComputes_areLeftOutWithoutAShim() throws Exception {
    HeaderReader.Extract plain =
        HeaderDeclarations.of(
            List.of("lib.h"),
            HeaderReader.Flags.of(folder, List.of()),
            List.of(),
            List.of(),
            List.of("liblib.so"));

    assertThat(plain.leftOut())
        .map(line -> line.replaceAll("\\(/.*?\\)", "()"))
        .contains(
            "CODE (): it is a macro whose value is no constant: the program computes it",
            "STREAM (): it stands for the variable 'stream_name'; use that",
            "long_half (): 'long double' cannot be passed; tenon cdef --shim writes a function that"
                + " passes it as 'double'",
            "turned (): complex numbers are not supported; tenon cdef --shim writes functions that"
                + " pass them as structs",
            "names without a symbol (20): --shim FILE.c writes functions in C that stand for inline"
                + " functions and macros");
    assertThat(plain.text()).contains("#define FIXED 7\n");
  }

  @Test
  void prototypeByHand_thatTheCompilerRefuses_isRefusedWithItsWords() {
    assertThatIOException()
        .isThrownBy(() -> extract("char *wrong(pair_t a) = a.middle"))
        .withMessageContaining("refuses the wrapper of 'wrong'")
        .withMessageContaining("middle");
    assertThatIOException()
        .isThrownBy(() -> extract("wrong"))
        .withMessageContaining("'wrong' is not a prototype; expected one such as");
  }
}
