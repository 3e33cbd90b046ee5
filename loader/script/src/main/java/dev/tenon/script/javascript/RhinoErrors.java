// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.script.dialect.ScriptErrors;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Errors of Rhino in the words of modules.
final class RhinoErrors {

  private static final Pattern UNDEFINED = Pattern.compile("\"(.+)\" is not defined\\.?");

  private RhinoErrors() {}

  /// A script that does not compile.
  static TenonError uncompiled(RuntimeException error, String origin) {
    return new SyntaxError(
        text(error, "details"), origin, number(error, "lineNumber"), column(error), error);
  }

  private static int column(RuntimeException error) {
    return number(error, "columnNumber");
  }

  /// What a script threw.
  static RuntimeException raised(RuntimeException error, RhinoApi api) {
    TenonError passed = ScriptErrors.passedOn(inner(error, api));
    if (passed != null) {
      return isOfRhino(error)
          ? ScriptErrors.through(passed, file(error), number(error, "lineNumber"))
          : passed;
    }
    return isOfRhino(error) ? translated(error, api) : error;
  }

  private static boolean isOfRhino(RuntimeException error) {
    return RhinoApi.property(error, "details") instanceof String;
  }

  private static TenonError translated(RuntimeException error, RhinoApi api) {
    String file = file(error);
    int line = number(error, "lineNumber");
    Object value = RhinoApi.property(error, "getValue");
    if (value != null) {
      return thrown(value, error, api);
    }
    if (RhinoApi.property(error, "getWrappedException") instanceof Throwable wrapped) {
      return ScriptErrors.raised(
          wrapped.getClass().getSimpleName(),
          Objects.toString(wrapped.getMessage(), ""),
          file,
          line,
          wrapped);
    }
    String kind =
        RhinoApi.property(error, "getName") instanceof String name
            ? name
            : error.getClass().getSimpleName();
    String own = text(error, "getErrorMessage");
    Matcher undefined = UNDEFINED.matcher(own);
    if (kind.equals("ReferenceError") && undefined.matches()) {
      return ScriptErrors.undefined(undefined.group(1), file, line, error);
    }
    return ScriptErrors.raised(
        kind, own.isEmpty() ? text(error, "details") : own, file, line, error);
  }

  /// What `throw` threw: an error by its name, anything else as the text of a RuntimeError.
  private static TenonError thrown(Object value, RuntimeException error, RhinoApi api) {
    String file = file(error);
    int line = number(error, "lineNumber");
    if (api.isObject(value)
        && api.get(value, "name") instanceof CharSequence name
        && api.get(value, "message") instanceof CharSequence message) {
      return ScriptErrors.raised(name.toString(), message.toString(), file, line, error);
    }
    return ScriptErrors.raised("RuntimeError", text(error, "details"), file, line, error);
  }

  private static @Nullable String file(RuntimeException error) {
    return RhinoApi.property(error, "sourceName") instanceof String name ? name : null;
  }

  /// The error of Java behind an error of Rhino, be it wrapped or thrown again by the script.
  private static Throwable inner(RuntimeException error, RhinoApi api) {
    if (RhinoApi.property(error, "getWrappedException") instanceof Throwable wrapped) {
      return wrapped;
    }
    Object value = RhinoApi.property(error, "getValue");
    if (value == null || !api.isObject(value)) {
      return error;
    }
    Object carried = api.get(value, "javaException");
    Object again =
        carried != null && api.isObject(carried) ? RhinoApi.property(carried, "unwrap") : carried;
    if (again instanceof Throwable original) {
      return original;
    }
    return RhinoApi.property(value, "unwrap") instanceof Throwable own ? own : error;
  }

  private static String text(RuntimeException error, String getter) {
    return Objects.toString(RhinoApi.property(error, getter), "");
  }

  private static int number(RuntimeException error, String getter) {
    return RhinoApi.property(error, getter) instanceof Integer number ? number : 0;
  }
}
