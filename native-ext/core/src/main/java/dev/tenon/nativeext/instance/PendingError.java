// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.ErrorKind;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The error that is set on the context of a module instance: kind and text in C, and in Java the
/// exception itself if it came from here, so that it stays the same object when it only passes
/// through C.
public final class PendingError {

  private final NativeHost host;
  private final ModuleObject module;
  private final long context;
  private @Nullable Throwable parked;

  /// @param host the bridge that the context was made by
  /// @param module whose context it is
  PendingError(NativeHost host, ModuleObject module, long context) {
    this.host = host;
    this.module = module;
    this.context = context;
  }

  boolean isSet() {
    return Memory.getInt(context + Abi.CONTEXT_PENDING) != 0;
  }

  /// Sets an error that was raised while C had called Java.
  void park(Throwable thrown) {
    Throwable error = asError(thrown);
    parked = error;
    host.setError(context, ErrorKind.codeOf(error), textOf(error));
  }

  /// Gives what the JVM raises where stack or heap end the kind that C and hosts know. Where even
  /// that finds no room it stays as it is, and whoever called from further up tries again.
  private static Throwable asError(Throwable thrown) {
    try {
      return switch (thrown) {
        case StackOverflowError e -> new RecursionError(e);
        case OutOfMemoryError e ->
            new MemoryError("the heap has no room: %s".formatted(e.getMessage()), e);
        default -> thrown;
      };
    } catch (StackOverflowError | OutOfMemoryError _) {
      return thrown;
    }
  }

  /// Drops the exception behind an error that is not set any more.
  void forget() {
    if (parked != null) {
      parked = null;
    }
  }

  /// Forgets the error, if one is set.
  void clear() {
    forget();
    if (isSet()) {
      host.clearError(context);
    }
  }

  /// Takes the error off the context.
  ///
  /// @return null if none is set
  public @Nullable Throwable fetch() {
    if (!isSet()) {
      return null;
    }
    int code = Memory.getInt(context + Abi.CONTEXT_ERROR_KIND);
    String message = message();
    Throwable thrown = parked;
    parked = null;
    host.clearError(context);
    return thrown == null || !isSame(thrown, code, message)
        ? ErrorKind.toException(code, message)
        : thrown;
  }

  /// Takes the error that is set off the context, to be raised in Java.
  ///
  /// @param where the function or slot that failed, which is entered into the stack trace
  RuntimeException take(String where) {
    Throwable thrown = asError(Objects.requireNonNull(fetch(), "no error is set"));
    NativeFrames.mark(thrown, module, where);
    return switch (thrown) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new RuntimeError("%s raised %s".formatted(where, thrown), thrown);
    };
  }

  /// Whether the error that C reports is the one that Java code had raised below it.
  private static boolean isSame(Throwable thrown, int code, String message) {
    return ErrorKind.codeOf(thrown) == code && textOf(thrown).equals(message);
  }

  /// What C sees as the message. The status of an exit without a message is one, so that an exit
  /// which C sets anew from kind and message has the same status.
  private static String textOf(Throwable thrown) {
    return thrown instanceof SystemExit exit && exit.getMessage() == null && exit.status() != 0
        ? Integer.toString(exit.status())
        : messageOf(thrown);
  }

  /// An exception class of a host may fail to give its message; the exception is passed on all the
  /// same.
  private static String messageOf(Throwable thrown) {
    try {
      return Objects.requireNonNullElse(thrown.getMessage(), "");
    } catch (RuntimeException | StackOverflowError _) {
      return thrown.getClass().getName();
    }
  }

  private String message() {
    long pointer = Memory.getLong(context + Abi.CONTEXT_ERROR_MESSAGE);
    long length = Memory.getLong(context + Abi.CONTEXT_ERROR_LENGTH);
    return pointer == 0
        ? ""
        : new String(Memory.getBytes(pointer, Math.toIntExact(length)), StandardCharsets.UTF_8);
  }
}
