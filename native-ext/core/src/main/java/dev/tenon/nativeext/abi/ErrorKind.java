// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.spi.ErrorKinds;
import org.jspecify.annotations.Nullable;

/// The kinds of errors that C code sets and sees, each with its number in `tenon/error.h`.
///
/// The bridge to C initializes this type before it calls anything: where the stack ends, which is
/// an error of its own, a type cannot be initialized and would be lost for the process.
public enum ErrorKind {
  EXCEPTION(Abi.TN_EXCEPTION, "Exception"),
  TYPE_ERROR(Abi.TN_TYPE_ERROR, "TypeError"),
  VALUE_ERROR(Abi.TN_VALUE_ERROR, "ValueError"),
  OVERFLOW_ERROR(Abi.TN_OVERFLOW_ERROR, "OverflowError"),
  ATTRIBUTE_ERROR(Abi.TN_ATTRIBUTE_ERROR, "AttributeError"),
  NAME_ERROR(Abi.TN_NAME_ERROR, "NameError"),
  KEY_ERROR(Abi.TN_KEY_ERROR, "KeyError"),
  INDEX_ERROR(Abi.TN_INDEX_ERROR, "IndexError"),
  RUNTIME_ERROR(Abi.TN_RUNTIME_ERROR, "RuntimeError"),
  SYSTEM_ERROR(Abi.TN_SYSTEM_ERROR, "SystemError"),
  IMPORT_ERROR(Abi.TN_IMPORT_ERROR, "ImportError"),
  MODULE_NOT_FOUND_ERROR(Abi.TN_MODULE_NOT_FOUND_ERROR, "ModuleNotFoundError"),
  OS_ERROR(Abi.TN_OS_ERROR, "OSError"),
  MEMORY_ERROR(Abi.TN_MEMORY_ERROR, "MemoryError"),
  NOT_IMPLEMENTED_ERROR(Abi.TN_NOT_IMPLEMENTED_ERROR, "NotImplementedError"),
  SYSTEM_EXIT(Abi.TN_SYSTEM_EXIT, "SystemExit"),
  STOP_ITERATION(Abi.TN_STOP_ITERATION, "StopIteration"),
  BUFFER_ERROR(Abi.TN_BUFFER_ERROR, "BufferError"),
  UNICODE_ERROR(Abi.TN_UNICODE_ERROR, "UnicodeError"),
  BROKEN_PIPE_ERROR(Abi.TN_BROKEN_PIPE_ERROR, "BrokenPipeError"),
  FILE_NOT_FOUND_ERROR(Abi.TN_FILE_NOT_FOUND_ERROR, "FileNotFoundError"),
  IS_A_DIRECTORY_ERROR(Abi.TN_IS_A_DIRECTORY_ERROR, "IsADirectoryError"),
  PERMISSION_ERROR(Abi.TN_PERMISSION_ERROR, "PermissionError"),
  ZERO_DIVISION_ERROR(Abi.TN_ZERO_DIVISION_ERROR, "ZeroDivisionError"),
  KEYBOARD_INTERRUPT(Abi.TN_KEYBOARD_INTERRUPT, "KeyboardInterrupt"),
  RECURSION_ERROR(Abi.TN_RECURSION_ERROR, "RecursionError");

  private static final ErrorKind[] ALL = values();

  private final int code;
  private final String label;

  ErrorKind(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /// The number that C has for it.
  int code() {
    return code;
  }

  /// Initializes the type, and what it takes to make the error of a stack that ends.
  public static void prepare() {
    RuntimeException _ = RECURSION_ERROR.toException("");
  }

  private static SystemExit exit(String message) {
    try {
      return new SystemExit(message.isEmpty() ? 0 : Integer.parseInt(message));
    } catch (NumberFormatException _) {
      return new SystemExit(message);
    }
  }

  /// The number of the kind of a throwable; [#EXCEPTION] for one that C has no kind for.
  public static int codeOf(Throwable thrown) {
    ErrorKind kind =
        switch (thrown) {
          case TenonError error -> ofName(error.kind());
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
  public static String labelOf(int code) {
    ErrorKind kind = ofCode(code);
    if (kind == null) {
      throw new TypeError(
          "error kind %d is unknown, expected TN_VALUE_ERROR or such".formatted(code));
    }
    return kind.label;
  }

  private static ErrorKind ofName(String label) {
    for (ErrorKind kind : ALL) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    return EXCEPTION;
  }

  private static @Nullable ErrorKind ofCode(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }

  /// The exception for an error that C code set.
  public static RuntimeException toException(int code, String message) {
    ErrorKind kind = ofCode(code);
    return kind == null
        ? new TypeError(
            "error kind %d is unknown, expected TN_VALUE_ERROR or such; its message is %s"
                .formatted(code, Escapes.quoted(message)))
        : kind.toException(message);
  }

  private RuntimeException toException(String message) {
    return switch (this) {
      case EXCEPTION -> new RuntimeError(message);
      case SYSTEM_EXIT -> exit(message);
      default -> ErrorKinds.make(label, message, null);
    };
  }
}
