// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.HeaderDeclarations;
import dev.tenon.cdef.tool.JavaInterface;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A package of headers taken out whole and used: each line that a C program prints is computed by
/// the module as well, from the same library.
final class HeaderValuesTest {

  private static final String PARTS =
      """
      #ifndef PARTS_H
      #define PARTS_H
      #define PART_SIZE 48
      typedef enum { SHADE_LIGHT = 1, SHADE_DARK = 0x40 } shade;
      enum { NAMELESS_FIRST = -5, NAMELESS_SECOND };
      __extension__ enum mask { MASK_NONE, MASK_TOP = 0x8000000000000000ULL, MASK_ALL = 0xFFFFFFFFFFFFFFFFULL };
      typedef struct spot { short x; double y; } spot;
      typedef union word { int whole; unsigned char bytes[4]; } word;
      typedef struct shape { spot corner; spot *other; spot ring[3]; word tag; shade tint; } shape;
      typedef spot (*mover)(spot place, const spot *beside, int steps);
      #endif
      """;
  private static final String WHOLE =
      """
      #include "parts.h"
      #include <stddef.h>
      #define whole_alias whole_half
      double whole_half(double value);
      spot spot_moved(spot place, int by);
      const spot *spot_farther(const spot *one, const spot *other);
      spot spot_walk(spot start, mover move, int steps);
      mover spot_mover(void);
      void spot_put(spot **place);
      shape *shapes_all(size_t *count);
      word word_of(unsigned char first);
      int word_sum(word one, word *other);
      extern spot spot_home;
      enum mask mask_rest(enum mask taken);
      shade shade_next(shade tint);
      long vla_sum(int count, const short numbers[count]);
      long grid_sum(int rows, int columns, int grid[rows][columns]);
      int bytes_zeros(const char *bytes, size_t size);
      void each_part(const char *text, void (*each)(void *data, const char *part, int size), void *data);
      int words_length(char **words);
      int spots_sum(spot *const *spots, int count);
      int picked_sum(spot *(*pick)(int index), int count);
      long words_visited(const long *all, int count, long (*visit)(long one));
      void store_all(int count, ...);
      int parse_half(const char *text, double *value);
      int halves(int whole, int *head, int *tail);
      int checked(int value, int (*check)(int value));
      """;
  private static final String BODIES =
      """
      #include "whole.h"
      #include <stdarg.h>
      #include <string.h>
      double whole_half(double value) { return value / 2; }
      spot spot_home = {11, 12.5};
      spot spot_moved(spot place, int by) { place.x += by; place.y += by; return place; }
      const spot *spot_farther(const spot *one, const spot *other) { return one->x > other->x ? one : other; }
      spot spot_walk(spot start, mover move, int steps) {
        for (int i = 1; i <= steps; i++) start = move(start, &spot_home, i);
        return start;
      }
      static spot own_move(spot place, const spot *beside, int steps) { place.x -= steps; place.y = beside->y; return place; }
      mover spot_mover(void) { return own_move; }
      void spot_put(spot **place) { *place = &spot_home; }
      shape *shapes_all(size_t *count) {
        static shape all[3];
        for (int i = 0; i < 3; i++) {
          all[i].corner.x = i; all[i].other = &all[(i + 1) % 3].corner; all[i].ring[2].y = i * 1.5;
          all[i].tag.whole = 0x01020304 * (i + 1); all[i].tint = SHADE_DARK;
        }
        *count = 3;
        return all;
      }
      word word_of(unsigned char first) { word made = {0}; made.bytes[0] = first; made.bytes[3] = 1; return made; }
      int word_sum(word one, word *other) { return one.bytes[1] + other->bytes[2]; }
      enum mask mask_rest(enum mask taken) { return MASK_ALL ^ taken; }
      shade shade_next(shade tint) { return tint == SHADE_LIGHT ? SHADE_DARK : SHADE_LIGHT; }
      long vla_sum(int count, const short numbers[count]) { long sum = 0; while (count--) sum += numbers[count]; return sum; }
      long grid_sum(int rows, int columns, int grid[rows][columns]) {
        long sum = 0;
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) sum += grid[i][j] * (i + 1);
        return sum;
      }
      int bytes_zeros(const char *bytes, size_t size) { int zeros = 0; while (size--) zeros += bytes[size] == 0; return zeros; }
      void each_part(const char *text, void (*each)(void *data, const char *part, int size), void *data) {
        for (const char *end = strchr(text, ','); end; end = strchr(text, ',')) { each(data, text, (int)(end - text)); text = end + 1; }
        each(data, text, (int)strlen(text));
      }
      int words_length(char **words) { int all = 0; while (*words) all += (int)strlen(*words++); return all; }
      int spots_sum(spot *const *spots, int count) { int sum = 0; while (count--) sum += spots[count]->x; return sum; }
      int picked_sum(spot *(*pick)(int index), int count) { int sum = 0; while (count--) sum += pick(count)->x; return sum; }
      long words_visited(const long *all, int count, long (*visit)(long one)) { long sum = 0; while (count--) sum += visit(all[count]); return sum; }
      int parse_half(const char *text, double *value) { *value = strlen(text) / 2.0; return 0; }
      int halves(int whole, int *head, int *tail) { *head = whole / 2; *tail = whole - *head; return 7; }
      int checked(int value, int (*check)(int value)) { return check(value) * 2; }
      void store_all(int count, ...) {
        va_list rest;
        va_start(rest, count);
        for (int i = 0; i < count; i++) *va_arg(rest, int *) = i * i + 2;
        va_end(rest);
      }
      """;
  private static final String PROGRAM =
      """
      #include "whole.h"
      #include <stdio.h>
      #include <string.h>
      static spot forth(spot place, const spot *beside, int steps) { place.x += steps; place.y += beside->y; return place; }
      static spot picks[2] = {{5, 0}, {70, 0}};
      static spot *pick(int index) { return &picks[index]; }
      static long negated(long one) { return -one; }
      static void show(void *data, const char *part, int size) { printf("part %.*s %d\\n", size, part, *(int *)data); }
      int main(void) {
        printf("constants %d %d %d %d %d %llu %llu\\n", PART_SIZE, SHADE_LIGHT, SHADE_DARK, NAMELESS_FIRST, NAMELESS_SECOND, (unsigned long long)MASK_TOP, (unsigned long long)MASK_ALL);
        printf("alias %g\\n", whole_alias(5));
        spot place = {3, 0.5}, moved = spot_moved(place, 4);
        printf("value %d %g\\n", moved.x, moved.y);
        printf("pointer %d\\n", spot_farther(&place, &moved)->x);
        spot walked = spot_walk(place, forth, 3), back = spot_walk(place, spot_mover(), 2), once = spot_mover()(place, &moved, 9);
        printf("callbacks %d %g %d %g %d %g\\n", walked.x, walked.y, back.x, back.y, once.x, once.y);
        spot *put;
        spot_put(&put);
        printf("placed %d\\n", put->x);
        spot_home.x = 21;
        printf("variable %d %g %d\\n", spot_home.x, spot_home.y, put->x);
        size_t count;
        shape *all = shapes_all(&count);
        for (size_t i = 0; i < count; i++) printf("shape %d %d %g %d %d\\n", all[i].corner.x, all[i].other->x, all[i].ring[2].y, all[i].tag.bytes[1], all[i].tint);
        word one = {0x00070500}, other = word_of(9);
        other.bytes[2] = 30;
        printf("union %d %d %d\\n", other.bytes[0], other.bytes[3], word_sum(one, &other));
        printf("enums %llu %d\\n", (unsigned long long)mask_rest(MASK_TOP), shade_next(SHADE_LIGHT));
        short numbers[] = {1, -2, 30};
        int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
        printf("lengths %ld %ld\\n", vla_sum(3, numbers), grid_sum(2, 3, grid));
        printf("bytes %d\\n", bytes_zeros("a\\0b\\0", 4));
        int seven = 7;
        each_part("ab,c,def", show, &seven);
        char *words[] = {"one", "three", NULL};
        spot *spots[] = {&place, &moved};
        printf("lists %d %d\\n", words_length(words), spots_sum(spots, 2));
        printf("segments %d %ld\\n", picked_sum(pick, 2), words_visited((long[]){3, 4}, 2, negated));
        int a, b;
        store_all(2, &a, &b);
        printf("stored %d %d\\n", a, b);
        shape made;
        memset(&made, 0, sizeof made);
        made.ring[0].x = 1; made.ring[1].x = 2; made.other = &place; made.tag.bytes[0] = 1; made.tag.bytes[1] = 2;
        printf("made %d %d %d %zu\\n", made.ring[1].x, made.other->x, made.tag.whole, sizeof made);
      }
      """;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void compile() throws Exception {
    Files.writeString(folder.resolve("parts.h"), PARTS);
    Files.writeString(folder.resolve("whole.h"), WHOLE);
    Files.writeString(folder.resolve("whole.c"), BODIES);
    Files.writeString(folder.resolve("main.c"), PROGRAM);
    Compiler.compile(folder, "-o", "libwhole.so", "whole.c");
    run("cc", "-o", "program", "main.c", "whole.c");
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private HeaderReader.Extract extract(String... only) throws Exception {
    return HeaderDeclarations.of(
        List.of("whole.h"),
        HeaderReader.Flags.of(folder, List.of()),
        List.of(),
        List.of(only),
        List.of("libwhole.so"));
  }

  private void line(Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(
          value instanceof Double number && number == Math.rint(number)
              ? Long.toString(number.longValue())
              : String.valueOf(value));
    }
    lines.add(String.join(" ", texts) + "\n");
  }

  private static Object get(@Nullable Object object, String... path) {
    Object at = object;
    for (String each : path) {
      at =
          each.matches("\\d+") && at instanceof CObject elements
              ? elements.at(Long.parseLong(each))
              : at instanceof CObject struct ? struct.get(each) : null;
    }
    assertThat(at).isNotNull();
    return at;
  }

  @Test
  void module_computesWhatTheProgramPrints() throws Exception {
    HeaderReader.Extract extract = extract();
    assertThat(extract.leftOut()).isEmpty();
    Files.writeString(
        folder.resolve("whole.cdef.h"),
        extract.text()
            + """
            #pragma tenon bytes(size: bytes_zeros.bytes)
            #pragma tenon text(size: each_part.each.part)
            #pragma tenon out(spot_put.place)
            """);
    try (Interpreter interpreter = Interpreter.builder().path(folder).build();
        Arena arena = Arena.ofConfined()) {
      use(interpreter.importModule("whole"), arena);
    }

    assertThat(String.join("", lines)).isEqualTo(run(folder.resolve("program").toString()));
  }

  private void use(ModuleObject whole, Arena arena) throws ReflectiveOperationException {
    CLibrary library = CLibrary.of(whole);
    line(
        "constants",
        whole.get("PART_SIZE"),
        whole.get("SHADE_LIGHT"),
        whole.get("SHADE_DARK"),
        whole.get("NAMELESS_FIRST"),
        whole.get("NAMELESS_SECOND"),
        whole.get("MASK_TOP"),
        whole.get("MASK_ALL"));
    line("alias", whole.call("whole_alias", 5));
    Object place = whole.call("spot", 3, 0.5);
    Object moved = whole.call("spot_moved", place, 4);
    line("value", get(moved, "x"), get(moved, "y"));
    line("pointer", get(whole.call("spot_farther", place, moved), "x"));
    TenonCallable forth =
        arguments ->
            whole.call(
                "spot",
                (long) get(arguments[0], "x") + (long) arguments[2],
                (double) get(arguments[0], "y") + (double) get(arguments[1], "y"));
    Object walked = whole.call("spot_walk", place, forth, 3);
    TenonCallable own = (TenonCallable) whole.call("spot_mover");
    Object back = whole.call("spot_walk", place, own, 2);
    Object once = own.call(place, moved, 9);
    line(
        "callbacks",
        get(walked, "x"),
        get(walked, "y"),
        get(back, "x"),
        get(back, "y"),
        get(once, "x"),
        get(once, "y"));
    Object put = whole.call("spot_put");
    line("placed", get(put, "x"));
    ((CObject) get(whole.get("spot_home"))).set("x", 21);
    line(
        "variable",
        get(whole.get("spot_home"), "x"),
        get(whole.get("spot_home"), "y"),
        get(put, "x"));
    long[] count = {0};
    CObject first = (CObject) whole.call("shapes_all", (Object) count);
    CObject all = first.as("shape", count[0]);
    for (int index = 0; index < count[0]; index++) {
      Object each = all.at(index);
      line(
          "shape",
          get(each, "corner", "x"),
          get(each, "other", "x"),
          get(each, "ring", "2", "y"),
          get(each, "tag", "bytes", "1"),
          get(each, "tint"));
    }
    useLists(whole, library, arena, place, moved);
  }

  private void useLists(
      ModuleObject whole, CLibrary library, Arena arena, Object place, Object moved)
      throws ReflectiveOperationException {
    Object one = whole.call("word", 0x00070500);
    Object other = whole.call("word_of", 9);
    ((CObject) get(other, "bytes")).put(2, 30);
    line(
        "union",
        get(other, "bytes", "0"),
        get(other, "bytes", "3"),
        whole.call("word_sum", one, other));
    line(
        "enums",
        whole.call("mask_rest", whole.get("MASK_TOP")),
        whole.call("shade_next", whole.get("SHADE_LIGHT")));
    line(
        "lengths",
        whole.call("vla_sum", 3, new short[] {1, -2, 30}),
        whole.call("grid_sum", 2, 3, new int[] {1, 2, 3, 4, 5, 6}));
    line("bytes", whole.call("bytes_zeros", "a\0b\0"));
    MemorySegment seven = arena.allocateFrom(ValueLayout.JAVA_INT, 7);
    TenonCallable show =
        arguments -> {
          line("part", arguments[1], ((CObject) arguments[0]).as("int").value());
          return null;
        };
    whole.call("each_part", "ab,c,def", show, seven);
    line(
        "lists",
        whole.call("words_length", (Object) new String[] {"one", "three"}),
        whole.call("spots_sum", List.of(place, moved), 2));
    useSegments(whole, library, arena);
    int[] a = {0};
    MemorySegment b = arena.allocate(ValueLayout.JAVA_INT);
    whole.call("store_all", 2, a, b);
    line("stored", a[0], b.get(ValueLayout.JAVA_INT, 0));
    CObject made = library.allocate("shape");
    made.set("ring", List.of(whole.call("spot", 1), whole.call("spot", 2)));
    made.set("other", place);
    ((CObject) get(made, "tag")).set("bytes", new byte[] {1, 2});
    line(
        "made",
        get(made, "ring", "1", "x"),
        get(made, "other", "x"),
        get(made, "tag", "whole"),
        library.sizeOf("shape"));
  }

  private void useSegments(ModuleObject whole, CLibrary library, Arena arena)
      throws ReflectiveOperationException {
    MemorySegment picks = arena.allocate(2 * library.sizeOf("spot"), Long.BYTES);
    picks.set(ValueLayout.JAVA_SHORT, 0, (short) 5);
    picks.set(ValueLayout.JAVA_SHORT, library.sizeOf("spot"), (short) 70);
    TenonCallable pick = arguments -> picks.asSlice((long) arguments[0] * library.sizeOf("spot"));
    MemorySegment longs = arena.allocateFrom(ValueLayout.JAVA_LONG, 3, 4);
    LongUnaryOperator negated = each -> -each;
    MethodHandle target =
        MethodHandles.lookup()
            .findVirtual(
                LongUnaryOperator.class,
                "applyAsLong",
                MethodType.methodType(long.class, long.class))
            .bindTo(negated);
    FunctionDescriptor longToLong =
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    @SuppressWarnings("restricted") // it takes no memory
    MemorySegment stub = Linker.nativeLinker().upcallStub(target, longToLong, arena);
    line(
        "segments", whole.call("picked_sum", pick, 2), whole.call("words_visited", longs, 2, stub));
  }

  /// What `tenon cdef --java` writes for the lines of a file: results in place of out-parameters,
  /// no lengths, and functional interfaces for callbacks.
  public interface Whole {
    int bytes_zeros(String bytes);

    CObject spot_put();

    void each_part(String text, Each each, Object data);

    double parse_half(String text);

    List<?> halves(int whole);

    int checked(int value, Check check);

    /// A callback.
    interface Check {
      int call(int value);
    }

    /// A callback.
    interface Each {
      void call(CObject data, String part);
    }
  }

  @Test
  void interfaceOfTheDeclarations_isWhatTheModuleHas() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("whole.cdef.h"),
            extract("bytes_zeros", "spot_put", "each_part", "parse_half", "halves", "checked")
                    .text()
                + """
                #pragma tenon bytes(size: bytes_zeros.bytes)
                #pragma tenon text(size: each_part.each.part)
                #pragma tenon out(spot_put.place)
                #pragma tenon nullable(each_part.data)
                #pragma tenon out(parse_half.value, halves.head, halves.tail)
                #pragma tenon fails_if(result != 0: parse_half)
                #pragma tenon fails_if(result < 0: checked)
                """);
    assertThat(JavaInterface.of(file, "Whole"))
        .contains(
            "int bytes_zeros(Object bytes)",
            "CObject spot_put()",
            "double parse_half(String text)",
            "java.util.List<?> halves(int whole)",
            "int checked(int value, checked_check check)",
            "void each_part(String text, each_part_each each, Object data)",
            "void call(CObject data, String part)");
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      Whole whole = interpreter.importModule("whole").as(Whole.class);
      List<String> parts = new ArrayList<>();
      whole.each_part("a,bc", (data, part) -> parts.add(part + data), null);

      assertThat(parts).containsExactly("anull", "bcnull");
      assertThat(whole.bytes_zeros("a\0b\0")).isEqualTo(2);
      assertThat(whole.parse_half("abc")).isEqualTo(1.5);
      assertThat(whole.halves(5)).isEqualTo(List.of(7L, 2L, 3L));
      assertThat(whole.checked(4, value -> value + 1)).isEqualTo(10);
      assertThat(whole.spot_put().get("x")).isEqualTo(11L);
    }
  }

  @Test
  void only_picksFunctionsConstantsTypesAndCallbacksAlike() throws Exception {
    assertThat(
            extract("whole_half", "PART_SIZE", "NAMELESS_SECOND", "MASK_ALL", "mover", "union word")
                .entries()
                .stream()
                .map(each -> each.kind() + " " + each.name()))
        .containsExactlyInAnyOrder(
            "constant PART_SIZE",
            "constant NAMELESS_SECOND",
            "constant MASK_ALL",
            "type spot",
            "type mover",
            "type word",
            "function whole_half");
    assertThat(extract("nothing_*", "whole_half").leftOut())
        .containsExactly("nothing_*: the headers declare nothing of such a name");
  }
}
