// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.script.dialect.ScriptErrors;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes the error of a script from a bridge, which cannot throw it: engines change what passes
/// through them. The bridge gives kind, message, file, line, column and cause, or for a
/// `SystemExit` its code as message.
final class ScriptFault implements Function<List<? extends @Nullable Object>, @Nullable Object> {

  private @Nullable RuntimeException error;

  @Override
  public @Nullable Object apply(List<? extends @Nullable Object> fault) {
    String kind = (String) Objects.requireNonNull(fault.get(0));
    Throwable cause = fault.get(5) instanceof Throwable thrown ? thrown : null;
    TenonError passed = ScriptErrors.passedOn(cause);
    error =
        passed == null
            ? translated(kind, fault, cause)
            : ScriptErrors.through(
                passed, Objects.toString(fault.get(2), null), number(fault.get(3)));
    return null;
  }

  private static RuntimeException translated(
      String kind, List<? extends @Nullable Object> fault, @Nullable Throwable cause) {
    String message = Objects.toString(fault.get(1), "");
    String file = Objects.toString(fault.get(2), null);
    int line = number(fault.get(3));
    return switch (kind) {
      case "SystemExit" -> ScriptErrors.exit(fault.get(1));
      case "SyntaxError" ->
          new SyntaxError(
              message, Objects.requireNonNullElse(file, "?"), line, number(fault.get(4)), cause);
      case "undefined" -> ScriptErrors.undefined(message, file, line, cause);
      default -> ScriptErrors.raised(kind, message, file, line, cause);
    };
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  /// Throws the error, if there is one.
  void check() {
    if (error != null) {
      throw error;
    }
  }

  /// The error, or one that carries what the engine threw.
  RuntimeException orElse(Throwable thrown) {
    if (error != null) {
      return error;
    }
    TenonError ofMachine = ScriptErrors.ofMachine(thrown, "");
    return ofMachine == null ? new RuntimeError(thrown.getMessage(), thrown) : ofMachine;
  }
}
