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
import dev.tenon.input.Escapes;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of errors that C code sets and sees, each with its number in `tenon/error.h`.
enum ErrorKind {
  EXCEPTION(1, "Exception", RuntimeError::new),
  TYPE_ERROR(2, "TypeError", TypeError::new),
  VALUE_ERROR(3, "ValueError", ValueError::new),
  OVERFLOW_ERROR(4, "OverflowError", OverflowError::new),
  ATTRIBUTE_ERROR(5, "AttributeError", AttributeError::new),
  NAME_ERROR(6, "NameError", NameError::new),
  KEY_ERROR(7, "KeyError", KeyError::new),
  INDEX_ERROR(8, "IndexError", IndexError::new),
  RUNTIME_ERROR(9, "RuntimeError", RuntimeError::new),
  SYSTEM_ERROR(
      10, "SystemError", text -> new ExtensionContractException(text, null, null, Phase.CALL)),
  IMPORT_ERROR(11, "ImportError", text -> new ImportException(text, null)),
  MODULE_NOT_FOUND_ERROR(
      12, "ModuleNotFoundError", text -> new ModuleNotFoundException(text, null)),
  OS_ERROR(13, "OSError", OsError::new),
  MEMORY_ERROR(14, "MemoryError", MemoryError::new),
  NOT_IMPLEMENTED_ERROR(15, "NotImplementedError", NotImplementedError::new),
  SYSTEM_EXIT(16, "SystemExit", ErrorKind::exit),
  STOP_ITERATION(17, "StopIteration", StopIteration::new),
  BUFFER_ERROR(18, "BufferError", BufferError::new),
  UNICODE_ERROR(19, "UnicodeError", UnicodeError::new),
  BROKEN_PIPE_ERROR(20, "BrokenPipeError", BrokenPipeError::new),
  FILE_NOT_FOUND_ERROR(21, "FileNotFoundError", FileNotFoundError::new),
  IS_A_DIRECTORY_ERROR(22, "IsADirectoryError", IsADirectoryError::new),
  PERMISSION_ERROR(23, "PermissionError", PermissionError::new),
  ZERO_DIVISION_ERROR(24, "ZeroDivisionError", ZeroDivisionError::new),
  KEYBOARD_INTERRUPT(25, "KeyboardInterrupt", KeyboardInterrupt::new),
  RECURSION_ERROR(26, "RecursionError", RecursionError::new);

  private static final Map<Integer, ErrorKind> BY_CODE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(each -> each.code, each -> each));
  private static final Map<String, ErrorKind> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(each -> each.label, each -> each));

  private final int code;
  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // constructor references have no state
  private final Function<String, RuntimeException> maker;

  ErrorKind(int code, String label, Function<String, RuntimeException> maker) {
    this.code = code;
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
    return kind.code;
  }

  /// The name of a kind.
  ///
  /// @throws TypeError for a number that is none
  static String labelOf(int code) {
    ErrorKind kind = BY_CODE.get(code);
    if (kind == null) {
      throw new TypeError(
          "error kind %d is unknown, expected TN_VALUE_ERROR or such".formatted(code));
    }
    return kind.label;
  }

  /// The exception for an error that C code set.
  static RuntimeException toException(int code, String message) {
    ErrorKind kind = BY_CODE.get(code);
    return kind == null
        ? new TypeError(
            "error kind %d is unknown, expected TN_VALUE_ERROR or such; its message is %s"
                .formatted(code, Escapes.quoted(message)))
        : kind.maker.apply(message);
  }
}
