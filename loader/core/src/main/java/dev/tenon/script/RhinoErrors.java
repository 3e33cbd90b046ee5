package dev.tenon.script;

import dev.tenon.error.SyntaxError;
import dev.tenon.error.TenonError;
import java.util.Map;
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
  static RuntimeException raised(RuntimeException error) {
    TenonError passed = ScriptErrors.passedOn(inner(error));
    if (passed != null) {
      return isOfRhino(error)
          ? ScriptErrors.through(passed, file(error), number(error, "lineNumber"))
          : passed;
    }
    return isOfRhino(error) ? translated(error) : error;
  }

  private static boolean isOfRhino(RuntimeException error) {
    return RhinoApi.property(error, "details") instanceof String;
  }

  private static TenonError translated(RuntimeException error) {
    String file = file(error);
    int line = number(error, "lineNumber");
    String kind = RhinoApi.property(error, "getName") instanceof String name ? name : thrown(error);
    Matcher undefined = UNDEFINED.matcher(text(error, "getErrorMessage"));
    if (kind.equals("ReferenceError") && undefined.matches()) {
      return ScriptErrors.undefined(undefined.group(1), file, line, error);
    }
    String message =
        RhinoApi.property(error, "getErrorMessage") instanceof String own
            ? own
            : text(error, "details");
    return kind.isEmpty()
        ? ScriptErrors.raised("RuntimeError", message, file, line, error)
        : ScriptErrors.raised(kind, message, file, line, error);
  }

  private static @Nullable String file(RuntimeException error) {
    return RhinoApi.property(error, "sourceName") instanceof String name ? name : null;
  }

  /// The kind of what `throw` threw; for an object of class Error it stands in the details.
  private static String thrown(RuntimeException error) {
    return RhinoApi.property(error, "getValue") == null ? error.getClass().getSimpleName() : "";
  }

  /// The error of Java behind an error of Rhino, be it wrapped or thrown again by the script.
  private static Throwable inner(RuntimeException error) {
    if (RhinoApi.property(error, "getWrappedException") instanceof Throwable wrapped) {
      return wrapped;
    }
    Object value = RhinoApi.property(error, "getValue");
    if (value instanceof Map<?, ?> thrown
        && thrown.get("javaException") instanceof Throwable again) {
      return again;
    }
    return value != null && RhinoApi.property(value, "unwrap") instanceof Throwable own
        ? own
        : error;
  }

  private static String text(RuntimeException error, String getter) {
    return Objects.toString(RhinoApi.property(error, getter), "");
  }

  private static int number(RuntimeException error, String getter) {
    return RhinoApi.property(error, getter) instanceof Integer number ? number : 0;
  }
}
