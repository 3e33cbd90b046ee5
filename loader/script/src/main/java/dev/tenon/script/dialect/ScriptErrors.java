// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.input.Escapes;
import dev.tenon.spi.ErrorKinds;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Errors of scripts in the words of modules, with the place in the script.
public final class ScriptErrors {

  private ScriptErrors() {}

  /// The error of a module that a script let through, or null.
  public static @Nullable TenonError passedOn(@Nullable Throwable thrown) {
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
  public static TenonError raised(
      String kind, String message, @Nullable String file, int line, @Nullable Throwable cause) {
    String place = file == null || line <= 0 ? "" : " (%s, line %d)".formatted(file, line);
    TenonError ofMachine = ofMachine(cause, place);
    return through(
        ofMachine == null ? ErrorKinds.make(kind, message + place, cause) : ofMachine, file, line);
  }

  /// The error for what the JVM ran out of, or null. A class of Java whose initializer met the end
  /// of the stack is lost for the process, which later uses of it say in their own way.
  ///
  /// @param place stands behind the message
  public static @Nullable TenonError ofMachine(@Nullable Throwable thrown, String place) {
    if (thrown == null) {
      return null;
    }
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof StackOverflowError) {
        return new RecursionError("maximum recursion depth exceeded" + place, thrown);
      }
      if (cause instanceof OutOfMemoryError) {
        return new MemoryError("out of memory (%s)%s".formatted(text, place), thrown);
      }
      if (cause instanceof ExceptionInInitializerError
          && text.contains(StackOverflowError.class.getName())) {
        return new RecursionError(
            "a class of Java cannot be used any more, because its initialization has exceeded the"
                + " maximum recursion depth before: end the recursion and start the process anew (%s)%s"
                    .formatted(thrown.getMessage(), place),
            thrown);
      }
    }
    return null;
  }

  /// An error that has passed through a line of a script.
  ///
  /// @param line counted from 1; 0 if it is not known
  public static TenonError through(TenonError error, @Nullable String file, int line) {
    if (file != null && line > 0) {
      error.passThrough(ModuleFrame.inScript(file, line));
    }
    return error;
  }

  /// A name that a script uses and nobody has defined.
  public static TenonError undefined(
      String name, @Nullable String file, int line, @Nullable Throwable cause) {
    return raised(
        "NameError", "name %s is not defined".formatted(Escapes.quoted(name)), file, line, cause);
  }

  /// The wish of a script to end the program.
  ///
  /// @param code a status, a message, or null for success
  public static SystemExit exit(@Nullable Object code) {
    return switch (code) {
      case null -> new SystemExit(0);
      case Number status -> new SystemExit(status.intValue());
      default -> new SystemExit(code.toString());
    };
  }
}
