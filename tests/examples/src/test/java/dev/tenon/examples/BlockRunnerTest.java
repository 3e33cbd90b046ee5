// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test of the documentation can fail, and says where.
class BlockRunnerTest {

  @TempDir Path folder;
  @AutoClose private Workplace workplace;
  private BlockRunner runner;

  @BeforeEach
  void setUp() throws IOException {
    workplace = Workplace.in(Files.createDirectory(folder.resolve("work")));
    runner = new BlockRunner(workplace, Files.createDirectory(folder.resolve("scratch")));
  }

  private void run(String markdown) {
    BlockReader.read("guide.md", markdown).forEach(runner::run);
  }

  @Test
  void console_expectedOutput_passes() {
    run(
        """
        # Title

        ```console
        $ echo one; echo two >&2
        one
        two
        $ printf 'a\\nb\\nc\\n'
        a
        …
        $ echo took 12 ms
        took … ms
        $ false
        $ echo $?
        1
        $ echo long \\
        > command
        long command
        ```
        """);
  }

  @Test
  void console_otherOutput_namesTheLineOfTheCommand() {
    assertThatThrownBy(() ->
            run(
                """
                Text.

                ```console
                $ echo one
                one
                $ echo two
                zwei
                ```
                """))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:6: the command")
        .hasMessageContainingAll("echo two", "zwei");
  }

  @Test
  void console_outputThatIsNotShown_isNotPassedOver() {
    assertThatThrownBy(() -> run("```console\n$ echo one\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:2: ");
  }

  @Test
  void console_withoutCommand_isRefused() {
    assertThatThrownBy(() -> run("```console\necho one\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:2: found 'echo one', expected a command");
  }

  @Test
  void sh_commandFails_namesTheBlock() {
    assertThatThrownBy(() -> run("Text.\n\n```sh\ntrue\nfalse\ntrue\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:3: the commands ended with exit status 1");
  }

  @Test
  void java_compilationUnit_isCompiled() {
    run(
        """
        ```java
        public final class Sum {
          int add(int a, int b) { return a + b; }
        }
        ```
        """);
  }

  @Test
  void java_mistake_isReportedAtItsLine() {
    assertThatThrownBy(() ->
            run(
                """
                Text.

                ```java
                class Sum {
                  int two() { return "2"; }
                }
                ```
                """))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:3: the block does not compile")
        .hasMessageContaining("guide.md:5: error: incompatible types");
  }

  @Test
  void java_fragment_hasInterpreterAndModule() {
    run(
        """
        <!-- fragment -->
        ```java
        module.call("f");
        interpreter.importModule("m");
        ```
        """);
  }

  @Test
  void java_mistakeInAFragment_isReportedAtItsLine() {
    assertThatThrownBy(() ->
            run(
                """
                <!-- fragment -->
                ```java
                int a = 1;
                int b = missing;
                ```
                """))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("guide.md:4: error: cannot find symbol");
  }

  @Test
  void c_source_isCompiled() {
    run(
        """
        ```c
        #include <tenon.h>
        static const int one = 1;
        int two(void) { return one + 1; }
        ```
        """);
  }

  @Test
  void c_warning_isReportedAtItsLine() {
    assertThatThrownBy(() ->
            run(
                """
                ```c
                int f(void) {
                  int x;
                  return 1;
                }
                ```
                """))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("guide.md:3:")
        .hasMessageContaining("unused variable");
  }

  @Test
  void c_fragment_hasTheHeader() {
    run(
        """
        <!-- fragment -->
        ```c
        static TnValue three(void) { return tn_int(3); }
        ```
        """);
  }

  @Test
  void c_mistakeInAFragment_isReportedAtItsLine() {
    assertThatThrownBy(() ->
            run(
                """
                <!-- fragment -->
                ```c
                static int f(void) { return x; }
                ```
                """))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("guide.md:3:");
  }

  @Test
  void file_isThereForLaterBlocks() {
    run(
        """
        <!-- file: folder/words.txt -->
        ```text
        one two
        ```

        ```console
        $ cat folder/words.txt
        one two
        ```
        """);
  }

  @Test
  void notRun_isOnlyShown() {
    run("<!-- not run: it never ends -->\n```sh\nexit 1\n```\n");
  }

  @Test
  void partOf_fileOfTheCheckout_passes() {
    run("<!-- part of: tests/examples/pom.xml -->\n```text\n<groupId>dev.tenon</groupId>\n```\n");
  }

  @Test
  void partOf_fileThatHasItNot_isReported() {
    assertThatThrownBy(() ->
            run("<!-- part of: tests/examples/pom.xml -->\n```text\n<groupId>dev</groupId>\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "guide.md:2: the block does not stand in tests/examples/pom.xml; copy it from there");
    assertThatThrownBy(() -> run("<!-- part of: nowhere.xml -->\n```text\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("guide.md:2: there is no file nowhere.xml in the checkout");
  }

  @Test
  void directive_notUnderstood_isRefused() {
    assertThatThrownBy(() -> run("\n<!-- not run -->\n```sh\ntrue\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("guide.md:2: found '<!-- not run -->', expected");
  }

  @Test
  void language_unknown_isRefused() {
    assertThatThrownBy(() -> run("```jav\nclass A {}\n```\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("guide.md:1: found the language 'jav', expected java, c, sh, console or text");
  }

  @Test
  void block_withoutEnd_isRefused() {
    assertThatThrownBy(() -> run("Text.\n```sh\ntrue\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("guide.md:2: the code block has no end");
  }

  @Test
  void tenon_isTheCommandOfThisBuild() {
    assertThat(workplace.tenon("--version").output()).startsWith("tenon ");
    run("```console\n$ tenon --version\ntenon …\n$ ./tenon --version\ntenon …\n```\n");
  }
}
