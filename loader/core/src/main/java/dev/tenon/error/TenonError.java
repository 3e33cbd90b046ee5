package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// The root of every error that crosses the border between host, modules and interpreters. Each
/// kind that CPython names is one type below it; errors are unchecked, immutable once thrown and
/// safe to hand to another thread.
public abstract sealed class TenonError extends RuntimeException
    permits AttributeError,
        BufferError,
        ImportException,
        IndexError,
        InterpreterError,
        KeyError,
        KeyboardInterrupt,
        MemoryError,
        NameError,
        OsError,
        OverflowError,
        RuntimeError,
        StopIteration,
        SystemExit,
        TypeError,
        ValueError,
        ZeroDivisionError {

  private static final long serialVersionUID = 1L;

  TenonError(@Nullable String message) {
    super(message);
  }

  TenonError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The name of this kind of error in CPython's vocabulary, `"AttributeError"` for instance. It is
  /// what extensions test and what a traceback prints.
  public abstract String kind();

  /// The line that ends a traceback: the kind, and the message if there is one.
  public final String summary() {
    String message = getMessage();
    return message == null || message.isEmpty() ? kind() : kind() + ": " + message;
  }
}
