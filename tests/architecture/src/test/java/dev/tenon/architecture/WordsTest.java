// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the prose of the checkout to the [Words], and shows that the search finds them.
final class WordsTest {

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void checkout_hasNoListedWord() throws IOException {
    Path root = Path.of(System.getProperty("tenon.root", "../.."));

    assertThat(new Words(root.toAbsolutePath().normalize()).found()).isEmpty();
  }

  @Test
  void listedWord_inProse_isFoundWithItsReplacement() throws IOException {
    write("docs/words.txt", "# The list.\nmend|mends\tfix\n");
    write("docs/guide.md", "One.\nIt Mends itself.\n");
    write("docs/adr/0001-x.md", "mend");
    write("docs/changelog.md", "mend");
    write("README.md", "Amend and mend.\n");
    write("loader/core/src/test/java/T.java", "// mend\n");
    write(
        "loader/core/src/main/java/A.java",
        """
        /// Mends a thing.
        class A {
          int mend = mend(1); // no URL: "http://x"
          String a = "a \\" \\nmend \\"" + mend;
          String b = \"""
              mend
              \""";
          int mend(int mend) { return mend * 2; }
          /* mend */
        }
        """);
    write("native-ext/include/tenon/a.h", "/**\n * Mends.\n */\nint mend(int mend);\n");

    assertThat(new Words(folder).found())
        .containsExactly(
            "README.md:1: 'mend': write fix (docs/words.txt)",
            "docs/guide.md:2: 'Mends': write fix (docs/words.txt)",
            "loader/core/src/main/java/A.java:1: 'Mends': write fix (docs/words.txt)",
            "loader/core/src/main/java/A.java:4: 'mend': write fix (docs/words.txt)",
            "loader/core/src/main/java/A.java:6: 'mend': write fix (docs/words.txt)",
            "loader/core/src/main/java/A.java:9: 'mend': write fix (docs/words.txt)",
            "native-ext/include/tenon/a.h:2: 'Mends': write fix (docs/words.txt)");
  }

  @Test
  void list_lineWithoutReplacement_isRefused() throws IOException {
    write("docs/words.txt", "mend\n");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new Words(folder))
        .withMessage(
            "docs/words.txt: expected an expression, a tab and a replacement, found 'mend'");
  }
}
