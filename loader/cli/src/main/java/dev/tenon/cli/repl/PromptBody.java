// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.program.MainBody;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.Terminals;
import dev.tenon.cli.terminal.Version;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prompt: at a terminal with JLine, otherwise without, so that what a pipe brings runs like a
/// program and ends at its first error.
public record PromptBody(Surroundings surroundings, Settings settings, @Nullable String script)
    implements MainBody {

  @Override
  public int run(Interpreter interpreter) throws IOException {
    Language language = language();
    Terminals terminals = surroundings.terminals();
    if (!terminals.input() || !terminals.output()) {
      return run(interpreter, language, new PipedLines(surroundings.input(), language));
    }
    surroundings.errors().println(greeting());
    try (TerminalLines lines = lines(interpreter, language)) {
      return run(interpreter, language, lines);
    }
  }

  private Language language() {
    return script == null ? Language.expressions() : Language.script(script);
  }

  private int run(Interpreter interpreter, Language language, Lines lines) throws IOException {
    ErrorPrinter printer = new ErrorPrinter(surroundings, settings.debug()).ofPrompt();
    Repl repl =
        new Repl(
            interpreter,
            language,
            lines,
            failure -> {
              if (!surroundings.output().isBroken()) {
                printer.print(label(), failure);
              }
            },
            () -> System.exit(ExitStatus.INTERRUPTED.number()));
    return repl.run() ? ExitStatus.OK.number() : ExitStatus.PROGRAM_ERROR.number();
  }

  private TerminalLines lines(Interpreter interpreter, Language language) throws IOException {
    Path history = history(surroundings.variables());
    if (history != null) {
      try {
        return TerminalLines.ofProcess(interpreter, language, history);
      } catch (IOException e) {
        surroundings.errors().println(noHistory(history, FileProblem.reason(e)));
      }
    }
    return TerminalLines.ofProcess(interpreter, language, null);
  }

  /// The file of the history, as the XDG Base Directory Specification places it.
  public static @Nullable Path history(Map<String, String> variables) {
    String file = variables.get("TENON_HISTORY");
    if (file != null) {
      return file.isEmpty() ? null : Path.of(file);
    }
    String state = variables.getOrDefault("XDG_STATE_HOME", "");
    String home = variables.getOrDefault("HOME", "");
    if (!state.isEmpty()) {
      return Path.of(state, "tenon", "history");
    }
    return home.isEmpty() ? null : Path.of(home, ".local", "state", "tenon", "history");
  }

  @Override
  public String label() {
    return "<stdin>";
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  private static String greeting() {
    return "%s; Ctrl-D ends, dir() and the tabulator show names".formatted(Version.line());
  }

  private static String noHistory(Path file, String reason) {
    return "cannot keep a history in %s: %s; let TENON_HISTORY name another file, or none if it is empty"
        .formatted(Escapes.quoted(file), reason);
  }
}
