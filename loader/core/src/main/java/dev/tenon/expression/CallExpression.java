// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `callee(positional, name=keyword)`.
record CallExpression(Value callee, List<Value> positional, Map<String, Value> keywords)
    implements Value {

  @Override
  public @Nullable Object in(Scope scope) throws Exception {
    if (callee instanceof Target.Member member && keywords.isEmpty()) {
      // Methods need not be attributes that can be read.
      Attributed owner = member.owner(scope);
      return owner.call(member.name(), arguments(scope));
    }
    Object function = callee.in(scope);
    if (!Callables.isCallable(function)) {
      throw new TypeError("'%s' object is not callable".formatted(TypeNames.of(function)));
    }
    TenonCallable callable = Callables.of(function);
    @Nullable Object[] arguments = arguments(scope);
    if (keywords.isEmpty()) {
      return callable.call(arguments);
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : keywords.entrySet()) {
      named.put(entry.getKey(), entry.getValue().in(scope));
    }
    return callable.callWith(named, arguments);
  }

  private @Nullable Object[] arguments(Scope scope) throws Exception {
    return Literals.list(positional, scope).toArray();
  }
}
