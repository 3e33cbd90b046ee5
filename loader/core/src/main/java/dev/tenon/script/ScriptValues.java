package dev.tenon.script;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.TenonCallable;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Carries values between one run of a script and the world of modules: functions become
/// [TenonCallable]s and back, modules become objects whose members are their attributes, numbers
/// take the types that modules use.
abstract sealed class ScriptValues permits RhinoRun, JythonRun {

  /// A function of a script as modules see it.
  private record ScriptFunction(ScriptValues values, Object function) implements TenonCallable {
    @Override
    public @Nullable Object call(@Nullable Object... arguments) {
      @Nullable Object[] converted = new @Nullable Object[arguments.length];
      for (int index = 0; index < arguments.length; index++) {
        converted[index] = values.toScript(arguments[index]);
      }
      return values.fromScript(values.call(function, converted));
    }

    @Override
    public String toString() {
      return "<script function %s>".formatted(function);
    }
  }

  /// The language, shared by all runs of its scripts.
  abstract Dialect dialect();

  /// A function of a module as the script calls it.
  abstract Object function(TenonCallable callable);

  /// A module as the script uses it.
  abstract Object module(ModuleObject module);

  /// Calls a function of the script.
  abstract @Nullable Object call(Object function, @Nullable Object[] arguments);

  /// Whether a value of the script can be called.
  abstract boolean isFunction(Object value);

  /// What stands behind an object that [#function] or [#module] made, or the value itself.
  abstract @Nullable Object unwrap(Object value);

  /// Whether floating-point numbers without a fraction are whole numbers.
  abstract boolean hasOneNumberType();

  /// A value of a module for the script.
  final @Nullable Object toScript(@Nullable Object value) {
    return switch (value) {
      case ScriptFunction(ScriptValues values, Object function)
          when values.dialect() == dialect() ->
          function;
      case TenonCallable callable -> function(callable);
      case ModuleObject module -> module(module);
      case null, default -> value;
    };
  }

  /// A value of the script for modules.
  final @Nullable Object fromScript(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> number.doubleValue();
      case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
      case Double number when hasOneNumberType() && isWhole(number) -> number.longValue();
      case CharSequence text -> text.toString();
      default -> fromObject(value);
    };
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) <= 0x1p53;
  }

  private @Nullable Object fromObject(Object value) {
    Object inner = unwrap(value);
    if (inner != value) {
      return fromScript(inner);
    }
    return isFunction(value) ? new ScriptFunction(this, value) : value;
  }
}
