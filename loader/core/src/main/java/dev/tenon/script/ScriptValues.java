package dev.tenon.script;

import dev.tenon.module.TenonCallable;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries values between a script and the world of modules: functions become [TenonCallable]s and
/// back, numbers take the types that modules use.
final class ScriptValues {

  /// Calls a method of the engine's bridge.
  @FunctionalInterface
  interface Bridge {
    @Nullable Object invoke(String method, @Nullable Object... arguments);
  }

  /// What a function of a script calls in its turn. Public for the engines.
  public final class Callee {
    private final TenonCallable callable;

    Callee(TenonCallable callable) {
      this.callable = callable;
    }

    /// Calls the function of a module.
    public @Nullable Object invoke(List<?> arguments) {
      return toScript(
          callable.call(arguments.stream().map(ScriptValues.this::fromScript).toArray()));
    }

    /// Whether a value is text (1), a number (2), a truth value (3) or something else (0).
    public int shape(@Nullable Object value) {
      return switch (value) {
        case String _ -> 1;
        case Long _, Double _ -> 2;
        case Boolean _ -> 3;
        case null, default -> 0;
      };
    }

    /// A number as a primitive value.
    public double number(Number value) {
      return value.doubleValue();
    }

    /// A truth value as a primitive one.
    public boolean truth(Boolean value) {
      return value;
    }
  }

  /// A function of a script as modules see it.
  private record ScriptFunction(ScriptValues values, Object function) implements TenonCallable {
    @Override
    public @Nullable Object call(@Nullable Object... arguments) {
      @Nullable Object[] converted = new @Nullable Object[arguments.length + 1];
      converted[0] = function;
      for (int index = 0; index < arguments.length; index++) {
        converted[index + 1] = values.toScript(arguments[index]);
      }
      return values.fromScript(values.bridge.invoke("call", converted));
    }
  }

  private final ScriptLanguage language;
  private final Bridge bridge;

  ScriptValues(ScriptLanguage language, Bridge bridge) {
    this.language = language;
    this.bridge = bridge;
  }

  /// A value of a module for the script.
  @Nullable Object toScript(@Nullable Object value) {
    return switch (value) {
      case ScriptFunction(ScriptValues values, Object function) when values == this -> function;
      case TenonCallable callable -> bridge.invoke("wrap", new Callee(callable));
      case null, default -> value;
    };
  }

  /// A value of the script for modules.
  @Nullable Object fromScript(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> number.doubleValue();
      case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
      case Double number when isWhole(number) -> number.longValue();
      case CharSequence text -> text.toString();
      default -> fromObject(value);
    };
  }

  private boolean isWhole(double number) {
    return language == ScriptLanguage.JAVASCRIPT
        && number == Math.rint(number)
        && Math.abs(number) <= 0x1p53;
  }

  private @Nullable Object fromObject(Object value) {
    switch (value.getClass().getName()) {
      case "org.mozilla.javascript.Undefined" -> {
        return null;
      }
      case "org.mozilla.javascript.NativeJavaObject" -> {
        return unwrap(value);
      }
      default -> {}
    }
    return isFunction(value.getClass()) ? new ScriptFunction(this, value) : value;
  }

  private @Nullable Object unwrap(Object wrapper) {
    try {
      return fromScript(wrapper.getClass().getMethod("unwrap").invoke(wrapper));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot unwrap a value of the script: " + e, e);
    }
  }

  private static boolean isFunction(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      switch (each.getName()) {
        case "org.mozilla.javascript.BaseFunction",
            "org.python.core.PyFunction",
            "org.python.core.PyMethod",
            "groovy.lang.Closure" -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }
}
