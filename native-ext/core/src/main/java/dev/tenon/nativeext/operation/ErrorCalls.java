// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.ErrorType;
import dev.tenon.error.ModuleError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.function.ModuleErrorType;
import dev.tenon.nativeext.abi.ErrorKind;
import dev.tenon.text.TypeNames;
import org.jspecify.annotations.Nullable;

/// What C asks about errors and the end of its module: `tenon/exception.h`.
final class ErrorCalls {

  private ErrorCalls() {}

  static void fetch(Request request) {
    request.put(0, request.context().pendingError().fetch());
  }

  static void raise(Request request) throws Throwable {
    Object given = request.get(0);
    throw switch (given) {
      case Throwable thrown -> thrown;
      case ErrorType type ->
          new ModuleError(type, request.get(1) instanceof String text ? text : null);
      case null, default ->
          new TypeError(
              "expected an exception or an exception type to raise, found '%s'"
                  .formatted(TypeNames.of(given)));
    };
  }

  static void chain(Request request) throws Throwable {
    Object cause = request.get(0);
    Throwable pending = request.context().pendingError().fetch();
    if (pending == null) {
      throw new RuntimeError("tn_error_chain() was called without an error set");
    }
    if (cause instanceof Throwable thrown && thrown != pending) {
      addCause(pending, thrown);
    }
    throw pending;
  }

  private static void addCause(Throwable error, Throwable cause) {
    try {
      error.initCause(cause);
    } catch (IllegalStateException _) { // it has one already
      error.addSuppressed(cause);
    }
  }

  static void matches(Request request) {
    Object error = request.get(0);
    request.put(2, error instanceof ModuleError own && own.type() == requireType(request.get(1)));
  }

  private static ErrorType requireType(@Nullable Object value) {
    if (value instanceof ErrorType type) {
      return type;
    }
    throw new TypeError("expected an exception type, found '%s'".formatted(TypeNames.of(value)));
  }

  static void newType(Request request) {
    String kind = ErrorKind.labelOf((int) request.payload(1));
    request.put(2, new ModuleErrorType(request.instance().module(), request.text(0), kind));
  }

  static void stateVersion(Request request) {
    request.put(0, request.instance().stateVersion());
  }

  static void addExitHook(Request request) {
    Pointers.requireCode(
        request.instance().host(), request.payload(0), "tn_at_exit(): the parameter hook");
    request.instance().exitHooks().add(request.payload(0), request.payload(1));
  }
}
