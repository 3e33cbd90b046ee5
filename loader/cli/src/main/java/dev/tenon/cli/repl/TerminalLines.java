// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Entries that are typed at a terminal, with completion, and a history that is kept in a file.
/// Ctrl-C drops the entry, Ctrl-D ends.
public final class TerminalLines implements Lines, AutoCloseable {

  private static final String PROMPT = ">>> ";
  private static final String MORE = "... ";

  private final Terminal terminal;
  private final LineReader reader;

  TerminalLines(
      Terminal terminal, Interpreter interpreter, Language language, @Nullable Path history) {
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("tenon")
            .parser(new EntryParser(language))
            .completer((line, parsed, candidates) -> {
              Completion completion = new Completion(interpreter);
              String before = parsed.line().substring(0, parsed.cursor());
              String signature = completion.signature(before);
              if (signature != null && Completion.wordOf(before).isEmpty()) {
                line.printAbove(signature);
              } else {
                complete(completion, before, candidates);
              }
            })
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.INSERT_TAB, true);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  /// Acquires the terminal of this process.
  ///
  /// @param history the file of the history, made if it is not there; null for none
  /// @throws IOException if there is no terminal, or no history can be kept there
  public static TerminalLines ofProcess(
      Interpreter interpreter, Language language, @Nullable Path history) throws IOException {
    if (history != null) {
      prepare(history);
    }
    Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build();
    return new TerminalLines(terminal, interpreter, language, history);
  }

  private static void prepare(Path history) throws IOException {
    Path folder = history.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(history)) {
      // What was typed is nobody else's business.
      Files.createFile(
          history,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    if (BoundedFile.requireRegular(history).size() > Limit.PROMPT_HISTORY.most()) {
      throw new IOException("it has " + Limit.PROMPT_HISTORY.exceededBy(Files.size(history)));
    }
  }

  private static void complete(Completion completion, String before, List<Candidate> candidates) {
    for (String name : completion.candidates(before)) {
      String shown = name.substring(name.lastIndexOf('.') + 1);
      candidates.add(
          new Candidate(name, shown, null, completion.description(name), null, null, false));
    }
  }

  @Override
  public @Nullable String next() {
    while (true) {
      try {
        return reader.readLine(PROMPT);
      } catch (UserInterruptException _) {
        // The entry is dropped.
      } catch (EndOfFileException _) {
        return null;
      }
    }
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public Runnable onInterrupt(Runnable action) {
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> action.run());
    return () -> terminal.handle(Terminal.Signal.INT, before);
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
