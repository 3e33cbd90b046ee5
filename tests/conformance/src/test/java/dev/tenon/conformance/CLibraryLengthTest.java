// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A pointer and its length as one argument, in calls, callbacks and results.
final class CLibraryLengthTest {

  private static final String BODIES =
      """
      #include <stdlib.h>
      #include <string.h>
      long sum(const int *all, size_t count) { long s = 0; for (size_t i = 0; i < count; i++) s += all[i]; return s; }
      unsigned weight(const char *text, unsigned char length) { unsigned s = length * 1000u; for (int i = 0; i < length; i++) s += (unsigned char)text[i]; return s; }
      int same(const void *a, const void *b, size_t n) { return memcmp(a, b, n) == 0; }
      void twice(size_t n, double *all) { for (size_t i = 0; i < n; i++) all[i] *= 2; }
      void each_word(const char *text, void (*each)(void *data, const char *word, int length)) {
        while (*text) { int n = (int)strcspn(text, " "); each(0, text, n); text += n + (text[n] == ' '); }
      }
      int with_wrong_length(int length, int (*each)(const char *word, int length)) { return each("abc", length); }
      const unsigned char *constant_bytes(size_t *size) { *size = 4; return (const unsigned char *)"a\\0b\\0"; }
      char *made_text(const char *from, size_t *size) { *size = strlen(from) - 1; return strdup(from); }
      """;
  private static final String DECLARATIONS =
      """
      #pragma tenon library("lengths.so")
      #pragma tenon bytes(count: sum.all)
      #pragma tenon text(length: weight.text)
      #pragma tenon text(#3: each_word.each.#2)
      #pragma tenon text(#2: with_wrong_length.each.#1)
      #pragma tenon bytes(n: same.a, same.b, twice.all)
      #pragma tenon bytes(size: constant_bytes)
      #pragma tenon text(size: made_text)
      #pragma tenon owned(free: made_text)
      long sum(const int *all, size_t count);
      unsigned weight(const char *text, unsigned char length);
      int same(const void *a, const void *b, size_t n);
      void twice(size_t n, double *all);
      void each_word(const char *text, void (*each)(void *data, const char *word, int length));
      int with_wrong_length(int length, int (*each)(const char *word, int length));
      const unsigned char *constant_bytes(size_t *size);
      char *made_text(const char *from, size_t *size);
      void free(void *memory);
      """;

  /// The functions as an interface.
  public interface Lengths {
    /// Adds up.
    long sum(int[] all);

    /// Doubles.
    void twice(double[] all);
  }

  @TempDir Path folder;

  @BeforeEach
  void compile() throws Exception {
    Files.writeString(folder.resolve("lengths.c"), BODIES);
    Compiler.compile(folder, "-o", "lengths.so", "lengths.c");
  }

  private void with(Consumer<ModuleObject> test) throws Exception {
    Files.writeString(folder.resolve("lengths.cdef.h"), DECLARATIONS);
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      test.accept(interpreter.importModule("lengths"));
    }
  }

  @Test
  void argument_withItsLength_isOne() throws Exception {
    with(lengths -> {
      assertThat(lengths.call("sum", new int[] {1, 2, 39})).isEqualTo(42L);
      assertThat(lengths.call("sum", (Object) new int[0])).isEqualTo(0L);
      assertThat(lengths.call("weight", "a\0é")).isEqualTo(4000L + 'a' + 0xC3 + 0xA9);
      assertThat(lengths.call("weight", ByteBuffer.wrap(new byte[] {9, 1, 2}, 1, 2)))
          .isEqualTo(2003L);
      CObject three = CLibrary.of(lengths).allocate("int", 3);
      three.put(2, 7);
      assertThat(lengths.call("sum", three)).isEqualTo(7L);
      assertThat(lengths.call("same", "abc", new byte[] {'a', 'b', 'c'})).isEqualTo(1L);
      double[] all = {1.5, 2};
      lengths.call("twice", all);
      assertThat(all).containsExactly(3, 4);
    });
  }

  @Test
  void interfaceOfTheModule_leavesTheLengthsOut() throws Exception {
    with(module -> {
      Lengths lengths = module.as(Lengths.class);
      double[] all = {4};
      lengths.twice(all);
      assertThat(lengths.sum(new int[] {20, 22})).isEqualTo(42);
      assertThat(all).containsExactly(8);
    });
  }

  @Test
  void argument_withALengthThatDoesNotFit_isRefused() throws Exception {
    with(lengths -> {
      assertThatThrownBy(() -> lengths.call("same", "abc", "ab"))
          .isInstanceOf(ValueError.class)
          .hasMessage("same() takes arguments of one length, but was given 3 and 2 elements");
      assertThatThrownBy(() -> lengths.call("weight", "a".repeat(300)))
          .isInstanceOf(OverflowError.class);
      assertThatThrownBy(() -> lengths.call("sum", 5)).isInstanceOf(TypeError.class);
      assertThatThrownBy(() -> lengths.call("sum", new int[1], 1)).isInstanceOf(TypeError.class);
    });
  }

  @Test
  void callback_getsTheTextThatItsLengthTells() throws Exception {
    with(lengths -> {
      List<Object> words = new ArrayList<>();
      lengths.call(
          "each_word",
          "to bé or",
          (TenonCallable)
              arguments -> {
                words.add(arguments.length + " " + arguments[1]);
                return null;
              });
      assertThat(words).containsExactly("2 to", "2 bé", "2 or");
    });
  }

  @Test
  void callback_withANegativeLength_raises() throws Exception {
    with(lengths ->
        assertThatThrownBy(() -> lengths.call("with_wrong_length", -1, (TenonCallable) _ -> 1))
            .isInstanceOf(ValueError.class)
            .hasMessageContaining("an argument of a callback has the length -1"));
  }

  @Test
  void result_withItsLength_isBytesOrText() throws Exception {
    with(lengths -> {
      assertThat(lengths.call("constant_bytes"))
          .isEqualTo("a\0b\0".getBytes(StandardCharsets.UTF_8));
      assertThat(lengths.call("made_text", "tenons")).isEqualTo("tenon");
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes(sum.all) | the line gives no value",
        "bytes(missing: sum.all) | there is no parameter 'missing' beside 'sum.all'",
        "bytes(all: sum.all) | 'all' cannot hold a length: it is 'const int *', not an integer",
        "text(count: sum.all) | it is 'const int *', not a pointer to bytes",
        "text(sum.all) | the line does not say which parameter holds the length",
        "bytes(#1: each_word.each.#2) | '#1' cannot hold a length",
        "nullable(each_word.each.#2) | 'nullable' cannot speak of a parameter of a callback",
        "bytes(#3: each_word.each.#4) | names no declared function or parameter",
        "bytes(from: made_text) | is not a parameter of made_text() that receives a length",
      })
  void line_thatMeansNothing_isRefused(String line, String message) throws Exception {
    Files.writeString(
        folder.resolve("lengths.cdef.h"),
        DECLARATIONS.replaceAll("(?m)^#pragma tenon (bytes|text).*\n", "")
            + "#pragma tenon "
            + line
            + "\n");
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      assertThatThrownBy(() -> interpreter.importModule("lengths"))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining(message);
    }
  }
}
