// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the page to the messages of the sources, and shows that a message of none is found.
final class TroubleshootingTest {

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Troubleshooting page(String text) throws IOException {
    write("docs/troubleshooting.md", text);
    return new Troubleshooting(folder);
  }

  @Test
  void checkout_hasEachMessage() {
    Path root = Path.of(System.getProperty("tenon.root", "../.."));

    assertThat(new Troubleshooting(root.toAbsolutePath().normalize()).unknown()).isEmpty();
  }

  @Test
  void message_inOneText_isFound() throws IOException {
    write(
        "loader/core/src/main/java/A.java",
        """
        class A {
          String a = "cannot find '%s': the \\"%s\\" is not there;"
              + " look elsewhere";
        }
        """);
    write("native-ext/core/src/main/c/a.c", "char *a = \"no \" \"memory\";");

    assertThat(
            page("# A\n\n### `cannot find …: the \"…\" is not there; look`\n\n### `no memory`\n")
                .unknown())
        .isEmpty();
  }

  @Test
  void message_ofNoSource_isReported() throws IOException {
    write("loader/core/src/main/java/A.java", "String a = \"cannot find\", b = \"elsewhere\";");
    write("loader/core/src/test/java/B.java", "String a = \"cannot look\";");

    assertThat(page("### `cannot … elsewhere`\n\n### `cannot look`\n").unknown())
        .containsExactly(
            "docs/troubleshooting.md: no source has the message 'cannot … elsewhere'",
            "docs/troubleshooting.md: no source has the message 'cannot look'");
  }

  @Test
  void page_withoutMessages_isReported() throws IOException {
    assertThat(page("# Troubleshooting\n").unknown())
        .containsExactly("docs/troubleshooting.md explains no message");
  }
}
