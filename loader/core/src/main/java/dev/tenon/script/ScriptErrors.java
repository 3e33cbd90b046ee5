package dev.tenon.script;

import dev.tenon.error.AttributeError;
import dev.tenon.error.ImportException;
import dev.tenon.error.IndexError;
import dev.tenon.error.KeyError;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.NameError;
import dev.tenon.error.NotImplementedError;
import dev.tenon.error.OverflowError;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.StopIteration;
import dev.tenon.error.SystemExit;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.error.ValueError;
import dev.tenon.error.ZeroDivisionError;
import dev.tenon.input.Escapes;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Errors of scripts in the words of modules, with the place in the script.
final class ScriptErrors {

  private static final Map<String, BiFunction<String, @Nullable Throwable, TenonError>> BY_KIND =
      Map.ofEntries(
          Map.entry("AttributeError", AttributeError::new),
          Map.entry("ImportError", (text, _) -> new ImportException(text, null)),
          Map.entry("IndexError", IndexError::new),
          Map.entry("KeyError", KeyError::new),
          Map.entry("NameError", NameError::new),
          Map.entry("NotImplementedError", NotImplementedError::new),
          Map.entry("OverflowError", OverflowError::new),
          Map.entry("RuntimeError", RuntimeError::new),
          Map.entry("StopIteration", StopIteration::new),
          Map.entry("TypeError", TypeError::new),
          Map.entry("ValueError", ValueError::new),
          Map.entry("ZeroDivisionError", ZeroDivisionError::new));

  private ScriptErrors() {}

  /// The error of a module that a script let through, or null.
  static @Nullable TenonError passedOn(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TenonError error) {
        return error;
      }
    }
    return null;
  }

  /// An error that arose in a script.
  ///
  /// @param kind the script's name for it; one that modules do not know stands in the message
  /// @param line counted from 1; 0 if it is not known
  static TenonError raised(
      String kind, String message, @Nullable String file, int line, @Nullable Throwable cause) {
    String place = file == null || line <= 0 ? "" : " (%s, line %d)".formatted(file, line);
    BiFunction<String, @Nullable Throwable, TenonError> maker = BY_KIND.get(kind);
    return through(
        maker == null
            ? new RuntimeError("%s: %s%s".formatted(kind, message, place), cause)
            : maker.apply(message + place, cause),
        file,
        line);
  }

  /// An error that has passed through a line of a script.
  ///
  /// @param line counted from 1; 0 if it is not known
  static TenonError through(TenonError error, @Nullable String file, int line) {
    if (file != null && line > 0) {
      error.passThrough(ModuleFrame.inScript(file, line));
    }
    return error;
  }

  /// A name that a script uses and nobody has defined.
  static TenonError undefined(
      String name, @Nullable String file, int line, @Nullable Throwable cause) {
    return raised(
        "NameError", "name %s is not defined".formatted(Escapes.quoted(name)), file, line, cause);
  }

  /// The wish of a script to end the program.
  ///
  /// @param code a status, a message, or null for success
  static SystemExit exit(@Nullable Object code) {
    return switch (code) {
      case null -> new SystemExit(0);
      case Number status -> new SystemExit(status.intValue());
      default -> new SystemExit(code.toString());
    };
  }
}
