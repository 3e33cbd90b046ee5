// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

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
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.error.kind.ZeroDivisionError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The kinds of errors that cross between the host, modules and scripts, by the names that CPython
/// gives them. Every border uses this one table, so that an error arrives as what it was.
public final class ErrorKinds {

  /// One kind.
  ///
  /// @param name `"FileNotFoundError"`
  /// @param base the kind above it, `"OSError"`; `"Exception"` at the top
  private record Kind(String name, String base, Function<String, TenonError> maker) {}

  private static final Map<String, Kind> KINDS = new Table().kinds();

  /// The table; a kind stands behind the one that it is based on.
  private static final class Table {
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    Map<String, Kind> kinds() {
      addStandard();
      addSystem();
      return Collections.unmodifiableMap(kinds);
    }

    private void addStandard() {
      add("AttributeError", "Exception", AttributeError::new);
      add("BufferError", "Exception", BufferError::new);
      add("IndexError", "Exception", IndexError::new);
      add("KeyError", "Exception", KeyError::new);
      add("NameError", "Exception", NameError::new);
      add("OverflowError", "Exception", OverflowError::new);
      add("RuntimeError", "Exception", RuntimeError::new);
      add("NotImplementedError", "RuntimeError", NotImplementedError::new);
      add("RecursionError", "RuntimeError", RecursionError::new);
      add("StopIteration", "Exception", StopIteration::new);
      add("TypeError", "Exception", TypeError::new);
      add("ValueError", "Exception", ValueError::new);
      add("UnicodeError", "ValueError", UnicodeError::new);
      add("ZeroDivisionError", "Exception", ZeroDivisionError::new);
    }

    private void addSystem() {
      add("ImportError", "Exception", text -> new ImportException(text, null));
      add("ModuleNotFoundError", "ImportError", text -> new ModuleNotFoundException(text, null));
      add("KeyboardInterrupt", "BaseException", KeyboardInterrupt::new);
      add("MemoryError", "Exception", MemoryError::new);
      add("OSError", "Exception", OsError::new);
      add("BrokenPipeError", "OSError", BrokenPipeError::new);
      add("FileNotFoundError", "OSError", FileNotFoundError::new);
      add("IsADirectoryError", "OSError", IsADirectoryError::new);
      add("PermissionError", "OSError", PermissionError::new);
      add(
          "SystemError",
          "Exception",
          text -> new ExtensionContractException(text, null, null, Phase.CALL));
    }

    private void add(String name, String base, Function<String, TenonError> maker) {
      kinds.put(name, new Kind(name, base, maker));
    }
  }

  private ErrorKinds() {}

  /// The names of the kinds; one that is based on another stands behind it.
  public static List<String> names() {
    return List.copyOf(KINDS.keySet());
  }

  /// The kind above a kind: another one of [#names], `"Exception"` or `"BaseException"`.
  ///
  /// @throws IllegalArgumentException if there is no such kind
  public static String baseOf(String kind) {
    Kind known = KINDS.get(kind);
    if (known == null) {
      throw new IllegalArgumentException("there is no kind of errors '%s'".formatted(kind));
    }
    return known.base();
  }

  /// Whether there is a kind of this name.
  public static boolean isKnown(String kind) {
    return KINDS.containsKey(kind);
  }

  /// Makes an error of a kind; one of an unknown kind is a [RuntimeError] whose message names it.
  ///
  /// @param cause null for none, which can then be set later
  public static TenonError make(String kind, String message, @Nullable Throwable cause) {
    Kind known = KINDS.get(kind);
    TenonError error =
        known == null ? new RuntimeError(kind + ": " + message) : known.maker().apply(message);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }
}
