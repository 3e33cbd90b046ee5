// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.text.Repr;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads entries, runs each in the module `__main__` of an interpreter, and prints what it gives.
/// One thread does all of it.
public final class Repl {

  /// Where the code comes from, in tracebacks.
  static final String ORIGIN = "<stdin>";

  private final Interpreter interpreter;
  private final PrintStream out;
  private final Language language;
  private final Lines lines;
  private final Consumer<Throwable> errors;
  private final Runnable abandon;

  /// @param errors prints an error
  /// @param abandon ends the process at the second Ctrl-C while one entry runs
  public Repl(
      Interpreter interpreter,
      Language language,
      Lines lines,
      Consumer<Throwable> errors,
      Runnable abandon) {
    this.interpreter = interpreter;
    out = interpreter.out();
    this.language = language;
    this.lines = lines;
    this.errors = errors;
    this.abandon = abandon;
  }

  /// Runs entries until there are no more, or, if nobody types them, until one fails.
  ///
  /// @return whether all went well; always so where somebody types
  /// @throws SystemExit if an entry ends the program
  /// @throws IOException if entries cannot be read
  public boolean run() throws IOException {
    ReplFunctions.addTo(interpreter);
    String entry = lines.next();
    while (entry != null) {
      if (!entry.isBlank() && !isRun(entry) && !lines.isInteractive()) {
        return false;
      }
      entry = lines.next();
    }
    return true;
  }

  private boolean isRun(String entry) {
    Thread thread = Thread.currentThread();
    AtomicBoolean asked = new AtomicBoolean();
    Runnable restore =
        lines.onInterrupt(() -> {
          if (asked.getAndSet(true)) {
            abandon.run();
          } else {
            thread.interrupt();
          }
        });
    try {
      interpreter.enter(() -> {
        language.run(entry, interpreter.main(), this::show);
        return null;
      });
      return true;
    } catch (SystemExit exit) {
      throw exit;
    } catch (Throwable failure) {
      flush();
      errors.accept(asked.get() ? new KeyboardInterrupt(null) : failure);
      return false;
    } finally {
      restore.run();
      Thread.interrupted();
      flush();
    }
  }

  private void show(@Nullable Object value) {
    interpreter.builtins().set("_", value);
    out.print(Repr.of(value) + "\n");
  }

  private void flush() {
    out.flush();
  }
}
