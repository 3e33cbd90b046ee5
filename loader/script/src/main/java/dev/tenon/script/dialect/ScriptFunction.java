// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function or class of a script as modules see it. Two are equal if they are the same function.
sealed class ScriptFunction implements TenonCallable, Attributed permits DefinedScriptFunction {
  private final ScriptValues values;
  private final Object function;

  ScriptFunction(ScriptValues values, Object function) {
    this.values = values;
    this.function = function;
  }

  @Override
  public final String typeName() {
    return TenonCallable.super.typeName();
  }

  /// What carries values between the script and modules.
  final ScriptValues values() {
    return values;
  }

  /// The function as the script has it.
  final Object function() {
    return function;
  }

  @Override
  public final @Nullable Object call(@Nullable Object... arguments) {
    return callWith(Map.of(), arguments);
  }

  @Override
  public final @Nullable Object callWith(
      Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
    @Nullable Object[] converted = new @Nullable Object[arguments.length];
    for (int index = 0; index < arguments.length; index++) {
      converted[index] = values.toScript(arguments[index]);
    }
    return values.fromScript(values.call(function, keywords, converted));
  }

  @Override
  public @Nullable Object get(String attribute) {
    return values.member(function, attribute);
  }

  @Override
  public final void set(String attribute, @Nullable Object value) {
    values.setMember(function, attribute, value);
  }

  @Override
  public final void delete(String attribute) {
    values.deleteMember(function, attribute);
  }

  @Override
  public List<String> dir() {
    return values.members(function).stream().sorted().toList();
  }

  @Override
  public final @Nullable Object call(String member, @Nullable Object... arguments) {
    return Callables.of(get(member)).call(arguments);
  }

  /// A text attribute; null if it is none.
  final @Nullable String text(String attribute) {
    try {
      return values.member(function, attribute) instanceof String text ? text : null;
    } catch (AttributeError _) {
      return null;
    }
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ScriptFunction that && that.function == function;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(function);
  }

  @Override
  public String toString() {
    return "<script function %s>".formatted(function);
  }
}
