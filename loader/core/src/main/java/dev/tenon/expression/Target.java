// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionObject;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import org.jspecify.annotations.Nullable;

/// What can stand before `=`: it is also a value.
sealed interface Target extends Value {

  void assign(Scope scope, @Nullable Object value) throws Exception;

  void delete(Scope scope) throws Exception;

  /// The target that a value is.
  ///
  /// @throws SyntaxError if it is none, a call for instance
  static Target of(Value value, Tokens tokens) {
    if (value instanceof Target target) {
      return target;
    }
    throw tokens.unexpected("a name, an attribute or an item before it");
  }

  default Action assignment(Value value) {
    return scope -> {
      Object assigned = value.in(scope);
      assign(scope, assigned);
      return assigned;
    };
  }

  default Action deletion() {
    return scope -> {
      delete(scope);
      return null;
    };
  }

  /// A bare name.
  record Name(String name) implements Target {
    @Override
    public @Nullable Object in(Scope scope) {
      return scope.get(name);
    }

    @Override
    public void assign(Scope scope, @Nullable Object value) {
      scope.set(name, value);
    }

    @Override
    public void delete(Scope scope) {
      scope.delete(name);
    }
  }

  /// `object.name`.
  record Member(Value object, String name) implements Target {
    @Override
    public @Nullable Object in(Scope scope) throws Exception {
      Object owner = object.in(scope);
      return owner instanceof FunctionObject function
          ? function.attribute(name)
          : attributed(owner).get(name);
    }

    Attributed owner(Scope scope) throws Exception {
      return attributed(object.in(scope));
    }

    private Attributed attributed(@Nullable Object owner) {
      if (owner instanceof Attributed attributed) {
        return attributed;
      }
      if (owner instanceof FunctionObject function && function.attributes().contains(name)) {
        throw new AttributeError(
            "attribute '%s' of '%s' objects is not writable"
                .formatted(name, TypeNames.of(function)));
      }
      throw new AttributeError(
          "'%s' object has no attribute %s".formatted(TypeNames.of(owner), Escapes.quoted(name)));
    }

    @Override
    public void assign(Scope scope, @Nullable Object value) throws Exception {
      owner(scope).set(name, value);
    }

    @Override
    public void delete(Scope scope) throws Exception {
      owner(scope).delete(name);
    }
  }

  /// `object[key]`.
  record Item(Value object, Value key) implements Target {
    @Override
    public @Nullable Object in(Scope scope) throws Exception {
      return Items.get(object.in(scope), key.in(scope));
    }

    @Override
    public void assign(Scope scope, @Nullable Object value) throws Exception {
      Items.set(object.in(scope), key.in(scope), value);
    }

    @Override
    public void delete(Scope scope) throws Exception {
      Items.delete(object.in(scope), key.in(scope));
    }
  }
}
