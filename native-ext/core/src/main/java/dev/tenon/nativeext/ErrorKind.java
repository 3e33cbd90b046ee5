package dev.tenon.nativeext;

import dev.tenon.error.AttributeError;
import dev.tenon.error.BrokenPipeError;
import dev.tenon.error.BufferError;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.FileNotFoundError;
import dev.tenon.error.ImportException;
import dev.tenon.error.IndexError;
import dev.tenon.error.IsADirectoryError;
import dev.tenon.error.KeyError;
import dev.tenon.error.KeyboardInterrupt;
import dev.tenon.error.MemoryError;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.NameError;
import dev.tenon.error.NotImplementedError;
import dev.tenon.error.OsError;
import dev.tenon.error.OverflowError;
import dev.tenon.error.PermissionError;
import dev.tenon.error.Phase;
import dev.tenon.error.RecursionError;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.StopIteration;
import dev.tenon.error.SystemExit;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.error.UnicodeError;
import dev.tenon.error.ValueError;
import dev.tenon.error.ZeroDivisionError;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The kinds of errors that C code sets and sees, each with its number in `tenon/error.h`.
enum ErrorKind {
  EXCEPTION(1, "Exception", RuntimeError::new),
  TYPE(2, "TypeError", TypeError::new),
  VALUE(3, "ValueError", ValueError::new);

  private final int code;
  private final String kind;
  private final Function<String, RuntimeException> maker;

  ErrorKind(int code, String kind, Function<String, RuntimeException> maker) {
    this.code = code;
    this.kind = kind;
    this.maker = maker;
  }

  /// The number of the kind of a throwable.
  static int codeOf(Throwable thrown) {
    return 0;
  }

  /// The exception for an error that C code set.
  static RuntimeException toException(int code, String message) {
    return new RuntimeError(message);
  }
}
