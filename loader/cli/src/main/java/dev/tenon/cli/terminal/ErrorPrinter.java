// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import dev.tenon.error.ModuleFrame;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import dev.tenon.search.ModuleFileType;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Prints errors on the standard error: one line, before it the functions of modules that the error
/// has passed through, and the Java stack trace if it was asked for.
public final class ErrorPrinter {

  private final PrintStream errors;
  private final Paint paint;
  private final boolean debug;
  private final boolean isPrompt;

  public ErrorPrinter(Surroundings surroundings, boolean debug) {
    this(surroundings.errors(), surroundings.errorPaint(), debug, false);
  }

  private ErrorPrinter(PrintStream errors, Paint paint, boolean debug, boolean isPrompt) {
    this.errors = errors;
    this.paint = paint;
    this.debug = debug;
    this.isPrompt = isPrompt;
  }

  /// A printer for errors of what is typed: the user knows that it was this command.
  public ErrorPrinter ofPrompt() {
    return new ErrorPrinter(errors, paint, debug, true);
  }

  /// Prints a text as an error.
  public void print(String text) {
    String safe = Escapes.printable(text.replace("\r\n", "\n"));
    errors.println(paintKind(isPrompt ? Messages.lines(safe) : Messages.error(safe)));
  }

  /// Marks the first word, `tenon:` or the kind of an error.
  private String paintKind(String text) {
    int end = text.indexOf(": ") + 1;
    String word = text.substring(0, end);
    return word.contains(" ") ? text : paint.error(word) + text.substring(end);
  }

  /// Prints an error that ended `module`.
  public void print(String module, Throwable failure) {
    if (failure instanceof TenonError error && tellsMoreThanTheModule(error.frames())) {
      errors.println(Messages.TRACEBACK);
      error.frames().reversed().forEach(frame -> errors.println("  " + line(frame)));
    }
    print(describe(module, failure));
    if (debug) {
      failure.printStackTrace(errors);
    }
  }

  private String line(ModuleFrame frame) {
    String text = Escapes.inline(frame);
    int end = text.lastIndexOf(", ");
    return paint.place(text.substring(0, Math.max(end, 0)))
        + source(frame).map(place -> " (" + Escapes.inline(place) + ")").orElse("")
        + text.substring(Math.max(end, 0));
  }

  /// The line that a C function begins at, `counter.c:12`, if the library was compiled with `-g`.
  private static Optional<String> source(ModuleFrame frame) {
    String file = frame.file();
    if (file == null || frame.offset() < 0) {
      return Optional.empty();
    }
    return ServiceLoader.load(ModuleFileType.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(type -> type.mayHoldSeveral(file))
        .flatMap(type -> type.sourceAt(Path.of(file), frame.offset()).stream())
        .findFirst()
        .map(place ->
            place.file().substring(place.file().lastIndexOf('/') + 1) + ":" + place.line());
  }

  /// That the main slot of the program has failed is known without a traceback.
  private static boolean tellsMoreThanTheModule(List<ModuleFrame> frames) {
    return frames.size() > 1
        || frames.stream().anyMatch(frame -> !frame.function().equals("<main>"));
  }

  /// An error begins with its kind, as the last line of a traceback does. Where a module was
  /// searched is left to the command that reports it.
  private String describe(String module, Throwable failure) {
    return switch (failure) {
      case ToolFailure error -> String.valueOf(error.getMessage());
      case ModuleNotFoundException error -> Messages.notFound(error);
      case TenonError error -> error.summary();
      default -> Messages.raised(module, failure, debug);
    };
  }
}
