// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.SystemExit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Code that ran in another interpreter has raised an error. It has the other error's words, not
/// the error itself: nothing of one interpreter gets into another by it. CPython's ExecutionFailed.
public final class ExecutionFailed extends InterpreterError {

  private static final long serialVersionUID = 1L;

  private final String failureType;
  private final @Nullable String failureMessage;
  private final String failureTrace;
  private final @Nullable Integer exitStatus;

  private ExecutionFailed(String summary, String type, Throwable failure) {
    super(summary);
    failureType = type;
    exitStatus = exitStatusOf(failure);
    failureMessage =
        failure instanceof SystemExit && failure.getMessage() == null
            ? String.valueOf(exitStatus)
            : failure.getMessage();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    failureTrace = trace.toString();
  }

  /// Describes what was raised in another interpreter.
  public static ExecutionFailed of(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    return switch (failure) {
      case SystemExit exit when exit.getMessage() == null ->
          new ExecutionFailed("SystemExit: " + exit.status(), exit.typeName(), exit);
      case TenonError error -> new ExecutionFailed(error.summary(), error.typeName(), error);
      default -> new ExecutionFailed(failure.toString(), failure.getClass().getName(), failure);
    };
  }

  private static @Nullable Integer exitStatusOf(Throwable failure) {
    return switch (failure) {
      case SystemExit exit -> exit.status();
      // The other interpreter has asked a third one.
      case ExecutionFailed inner -> inner.exitStatus;
      default -> null;
    };
  }

  /// The status of the [SystemExit] that the code has ended with; empty if it has failed otherwise.
  public OptionalInt exitStatus() {
    return exitStatus == null ? OptionalInt.empty() : OptionalInt.of(exitStatus);
  }

  /// The type of the other error: `"ZeroDivisionError"`, the name that a module gave its own type,
  /// or that of a Java class.
  public String failureType() {
    return failureType;
  }

  /// The message of the other error.
  public @Nullable String failureMessage() {
    return failureMessage;
  }

  /// The other error with its stack trace and causes, as text.
  public String failureTrace() {
    return failureTrace;
  }

  @Override
  public String typeName() {
    return "ExecutionFailed";
  }
}
