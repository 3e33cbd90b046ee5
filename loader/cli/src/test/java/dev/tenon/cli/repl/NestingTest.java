// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.repl.Nesting.Style;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {

  @ParameterizedTest
  @ValueSource(strings = {"f(", "[1,\n", "{'a': (", "'''text\n", "\"\"\"a''", "x = \\"})
  void hash_beginning_isOpen(String text) {
    assertThat(Nesting.of(text, Style.HASH).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "f()", "')' + '('", "x # (", "'(", "'''a\nb'''", ")", "'\\'('", "x \\\n+ 1"})
  void hash_wholeText_isNotOpen(String text) {
    assertThat(Nesting.of(text, Style.HASH).isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"function f() {", "`text\n", "/* (", "f(// )\n"})
  void slashes_beginning_isOpen(String text) {
    assertThat(Nesting.of(text, Style.SLASHES).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f() // (", "/* ( */", "`(`", "{}", "'#('"})
  void slashes_wholeText_isNotOpen(String text) {
    assertThat(Nesting.of(text, Style.SLASHES).isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"def f():", "if x: # why\n  y", "class A:\n  pass\n"})
  void colonAtTheEndOfALine_isABlock(String text) {
    assertThat(Nesting.of(text, Style.HASH).hasBlock()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x[1:2]", "{1:\n2}", "':'", "x # :", "if x: y"})
  void colonElsewhere_isNoBlock(String text) {
    assertThat(Nesting.of(text, Style.HASH).hasBlock()).isFalse();
  }
}
