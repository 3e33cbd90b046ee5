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
import java.util.stream.Collectors;

/// The kinds of errors that C code sets and sees. The order is that of the numbers in
/// `tenon/error.h`, counted from 1.
enum ErrorKind {
  EXCEPTION("Exception", RuntimeError::new),
  TYPE_ERROR("TypeError", TypeError::new),
  VALUE_ERROR("ValueError", ValueError::new),
  OVERFLOW_ERROR("OverflowError", OverflowError::new),
  ATTRIBUTE_ERROR("AttributeError", AttributeError::new),
  NAME_ERROR("NameError", NameError::new),
  KEY_ERROR("KeyError", KeyError::new),
  INDEX_ERROR("IndexError", IndexError::new),
  RUNTIME_ERROR("RuntimeError", RuntimeError::new),
  SYSTEM_ERROR("SystemError", text -> new ExtensionContractException(text, null, null, Phase.CALL)),
  IMPORT_ERROR("ImportError", text -> new ImportException(text, null)),
  MODULE_NOT_FOUND_ERROR("ModuleNotFoundError", text -> new ModuleNotFoundException(text, null)),
  OS_ERROR("OSError", OsError::new),
  MEMORY_ERROR("MemoryError", MemoryError::new),
  NOT_IMPLEMENTED_ERROR("NotImplementedError", NotImplementedError::new),
  SYSTEM_EXIT("SystemExit", ErrorKind::exit),
  STOP_ITERATION("StopIteration", StopIteration::new),
  BUFFER_ERROR("BufferError", BufferError::new),
  UNICODE_ERROR("UnicodeError", UnicodeError::new),
  BROKEN_PIPE_ERROR("BrokenPipeError", BrokenPipeError::new),
  FILE_NOT_FOUND_ERROR("FileNotFoundError", FileNotFoundError::new),
  IS_A_DIRECTORY_ERROR("IsADirectoryError", IsADirectoryError::new),
  PERMISSION_ERROR("PermissionError", PermissionError::new),
  ZERO_DIVISION_ERROR("ZeroDivisionError", ZeroDivisionError::new),
  KEYBOARD_INTERRUPT("KeyboardInterrupt", KeyboardInterrupt::new),
  RECURSION_ERROR("RecursionError", RecursionError::new);

  private static final ErrorKind[] ALL = values();
  private static final Map<String, ErrorKind> BY_NAME =
      Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(each -> each.label, each -> each));

  private final String label;
  private final Function<String, RuntimeException> maker;

  ErrorKind(String label, Function<String, RuntimeException> maker) {
    this.label = label;
    this.maker = maker;
  }

  private static SystemExit exit(String message) {
    try {
      return new SystemExit(message.isEmpty() ? 0 : Integer.parseInt(message));
    } catch (NumberFormatException _) {
      return new SystemExit(message);
    }
  }

  /// The number of the kind of a throwable; [#EXCEPTION] for one that C has no kind for.
  static int codeOf(Throwable thrown) {
    ErrorKind kind =
        switch (thrown) {
          case TenonError error -> BY_NAME.getOrDefault(error.kind(), EXCEPTION);
          case StackOverflowError _ -> RECURSION_ERROR;
          case OutOfMemoryError _ -> MEMORY_ERROR;
          case IllegalArgumentException _ -> VALUE_ERROR;
          default -> EXCEPTION;
        };
    return kind.ordinal() + 1;
  }

  /// The exception for an error that C code set.
  static RuntimeException toException(int code, String message) {
    boolean known = code >= 1 && code <= ALL.length;
    return (known ? ALL[code - 1] : EXCEPTION).maker.apply(message);
  }
}
