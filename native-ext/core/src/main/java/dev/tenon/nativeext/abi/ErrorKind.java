// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.Phase;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.BrokenPipeError;
import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.FileNotFoundError;
import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.IsADirectoryError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.OsError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.PermissionError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.StopIteration;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.input.Escapes;
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
      case EXCEPTION, RUNTIME_ERROR -> new RuntimeError(message);
      case TYPE_ERROR -> new TypeError(message);
      case VALUE_ERROR -> new ValueError(message);
      case OVERFLOW_ERROR -> new OverflowError(message);
      case ATTRIBUTE_ERROR -> new AttributeError(message);
      case NAME_ERROR -> new NameError(message);
      case KEY_ERROR -> new KeyError(message);
      case INDEX_ERROR -> new IndexError(message);
      case SYSTEM_ERROR -> new ExtensionContractException(message, null, null, Phase.CALL);
      case IMPORT_ERROR -> new ImportException(message, null);
      case MODULE_NOT_FOUND_ERROR -> new ModuleNotFoundException(message, null);
      case OS_ERROR -> new OsError(message);
      case MEMORY_ERROR -> new MemoryError(message);
      case NOT_IMPLEMENTED_ERROR -> new NotImplementedError(message);
      case SYSTEM_EXIT -> exit(message);
      case STOP_ITERATION -> new StopIteration(message);
      case BUFFER_ERROR -> new BufferError(message);
      case UNICODE_ERROR -> new UnicodeError(message);
      case BROKEN_PIPE_ERROR -> new BrokenPipeError(message);
      case FILE_NOT_FOUND_ERROR -> new FileNotFoundError(message);
      case IS_A_DIRECTORY_ERROR -> new IsADirectoryError(message);
      case PERMISSION_ERROR -> new PermissionError(message);
      case ZERO_DIVISION_ERROR -> new ZeroDivisionError(message);
      case KEYBOARD_INTERRUPT -> new KeyboardInterrupt(message);
      case RECURSION_ERROR -> new RecursionError(message);
    };
  }
}
