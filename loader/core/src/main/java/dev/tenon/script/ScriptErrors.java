package dev.tenon.script;

import dev.tenon.error.ErrorKinds;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.SystemExit;
import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Errors of scripts in the words of modules, with the place in the script.
final class ScriptErrors {

  private ScriptErrors() {}

  /// The error of a module that a script let through, or null.
  static @Nullable TenonError passedOn(@Nullable Throwable thrown) {
    // A chain of causes may be a circle.
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
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
    return through(ErrorKinds.make(kind, message + place, cause), file, line);
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
