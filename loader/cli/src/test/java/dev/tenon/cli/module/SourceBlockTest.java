// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceBlockTest {

  @TempDir private Path folder;

  private String block(String name, int line, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return String.valueOf(SourceBlock.at(new SourcePlace(file.toString(), line)));
  }

  @Test
  void functionInC_hasTypeCommentAndBody() throws IOException {
    String text =
        """
        #include <x.h>

        /* Adds
           two } numbers. */
        static long
        add(long a, /* { */
            long b)
        {
            const char *brace = "}";
            return a + b;
        }

        int other;
        """;

    assertThat(block("a.c", 6, text))
        .startsWith("/* Adds\n")
        .contains("static long\nadd(long a")
        .endsWith("    return a + b;\n}\n");
  }

  @Test
  void functionOfOneLine_isThatLine() throws IOException {
    assertThat(block("a.c", 2, "static int x;\nstatic int f(void) { return 1; }\nint y;\n"))
        .isEqualTo("static int f(void) { return 1; }\n");
  }

  @Test
  void lineInAMethodOfJava_isTheWholeMethod() throws IOException {
    String text =
        """
        final class A {
          private int other;

          private static String describe(Object module) {
            if (module == null) {
              return "}";
            }
            return "x";
          }
        }
        """;

    assertThat(block("A.java", 5, text))
        .isEqualTo(
            """
              private static String describe(Object module) {
                if (module == null) {
                  return "}";
                }
                return "x";
              }
            """);
  }

  @Test
  void functionInPython_endsWithItsIndentation() throws IOException {
    String text =
        """
        @once
        def f(a,
              b):
            if a:

                return b

        # of g
        def g(): pass
        """;

    assertThat(block("a.py", 2, text))
        .isEqualTo("@once\ndef f(a,\n      b):\n    if a:\n\n        return b\n");
    assertThat(block("a.py", 9, text)).isEqualTo("def g(): pass\n");
  }

  @Test
  void placeThatIsNotThere_hasNoText() throws IOException {
    assertThat(SourceBlock.at(new SourcePlace(folder.resolve("none.c").toString(), 1))).isNull();
    assertThat(block("short.c", 9, "int x;\n")).isEqualTo("null");
  }

  @Test
  void unbalancedFile_endsSomewhere() throws IOException {
    assertThat(block("open.c", 1, "int f(void) {\n".repeat(5000))).isNotEmpty();
  }
}
