// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is typed at JLine's dumb terminal.
class TerminalLinesTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  @AutoClose private final Interpreter interpreter = Interpreter.create();

  private List<String> entries(String typed, @Nullable Path history) throws IOException {
    DumbTerminal terminal =
        new DumbTerminal(
            "test", "ansi", new ByteArrayInputStream(typed.getBytes(UTF_8)), screen, UTF_8);
    terminal.setSize(Size.of(80, 24));
    Attributes attributes = terminal.getAttributes();
    attributes.setControlChar(Attributes.ControlChar.VEOF, 4);
    terminal.setAttributes(attributes);
    List<String> entries = new ArrayList<>();
    try (TerminalLines lines =
        new TerminalLines(terminal, interpreter, Language.expressions(), history)) {
      assertThat(lines.isInteractive()).isTrue();
      String entry = lines.next();
      while (entry != null) {
        entries.add(entry);
        entry = lines.next();
      }
    }
    return entries;
  }

  @Test
  void lines_areEntriesBehindThePrompt() throws IOException {
    assertThat(entries("one\ntwo\n", null)).containsExactly("one", "two");
    assertThat(screen.toString(UTF_8)).contains(">>> ");
  }

  @Test
  void line_withOpenBrackets_goesOn() throws IOException {
    assertThat(entries("f(\n1)\ntwo\n", null)).containsExactly("f(\n1)", "two");
    assertThat(screen.toString(UTF_8)).contains("... ");
  }

  @Test
  void controlD_onAnEmptyLine_ends() throws IOException {
    assertThat(entries("one\n\u0004two\n", null)).containsExactly("one");
  }

  @Test
  void tabulator_attribute_isCompletedFromDir() throws IOException {
    ModuleObject module = interpreter.newModule("things");
    module.set("length", 1L);
    interpreter.main().set("things", module);

    assertThat(entries("thi\t.len\t\n", null)).containsExactly("things.length");
  }

  @Test
  void history_isKeptInItsFile() throws IOException {
    Path file = folder.resolve("history");

    entries("one\nf(\n1)\n", file);

    assertThat(file).content().contains("one", "f(");
  }

  @Test
  void exclamationMark_isNoHistoryEvent() throws IOException {
    assertThat(entries("f('!!')\n", null)).containsExactly("f('!!')");
  }
}
