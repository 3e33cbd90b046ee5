// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries values between one run of a script and the world of modules: functions become
/// [TenonCallable]s and back, modules become objects whose members are their attributes, numbers
/// take the types that modules use.
public abstract class ScriptValues {

  /// Within what functions are used as they are: those of another world are called as functions of
  /// modules.
  protected abstract Object world();

  /// A function of a module as the script calls it.
  protected abstract Object function(TenonCallable callable);

  /// A module as the script uses it.
  protected abstract Object module(ModuleObject module);

  /// Calls a function of the script.
  ///
  /// @throws dev.tenon.error.kind.TypeError if there are keywords and the language has none
  protected abstract @Nullable Object call(
      Object function,
      Map<String, ? extends @Nullable Object> keywords,
      @Nullable Object[] arguments);

  /// The module whose code has defined a function; null if none has.
  protected abstract @Nullable ModuleObject definerOf(Object function);

  /// The name of a function; null if it has none.
  protected @Nullable String nameOf(Object function) {
    return member(function, "__name__") instanceof String name ? name : null;
  }

  /// A member of a function, as a value of modules.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if there is none
  protected abstract @Nullable Object member(Object function, String name);

  protected abstract void setMember(Object function, String name, @Nullable Object value);

  protected abstract void deleteMember(Object function, String name);

  protected abstract List<String> members(Object function);

  /// Whether a value of the script can be called.
  protected abstract boolean isFunction(Object value);

  /// What stands behind an object that [#function] or [#module] made, or the value itself.
  protected abstract @Nullable Object unwrap(Object value);

  /// Whether floating-point numbers without a fraction are whole numbers.
  protected abstract boolean hasOneNumberType();

  /// A value of a module for the script.
  public final @Nullable Object toScript(@Nullable Object value) {
    return switch (value) {
      case ScriptFunction own when own.values().world() == world() -> own.function();
      case TenonCallable callable -> function(callable);
      case ModuleObject module -> module(module);
      case null, default -> value;
    };
  }

  /// A value of the script for modules.
  public final @Nullable Object fromScript(@Nullable Object value) {
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
    if (!isFunction(value)) {
      return value;
    }
    ModuleObject definer = definerOf(value);
    return definer == null
        ? new ScriptFunction(this, value)
        : new DefinedScriptFunction(this, value, definer);
  }
}
