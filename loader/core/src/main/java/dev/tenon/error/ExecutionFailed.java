package dev.tenon.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// Code that ran in another interpreter has raised an error. It has the other error's words, not
/// the error itself: nothing of one interpreter gets into another by it. CPython's ExecutionFailed.
public final class ExecutionFailed extends InterpreterError {

  private static final long serialVersionUID = 1L;

  private final String failureType;
  private final @Nullable String failureMessage;
  private final String failureTrace;

  private ExecutionFailed(String summary, String type, Throwable failure) {
    super(summary);
    failureType = type;
    failureMessage = failure.getMessage();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    failureTrace = trace.toString();
  }

  /// Describes what was raised in another interpreter.
  public static ExecutionFailed of(Throwable failure) {
    return failure instanceof TenonError error
        ? new ExecutionFailed(error.summary(), error.typeName(), error)
        : new ExecutionFailed(failure.toString(), failure.getClass().getName(), failure);
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
