// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.script.dialect.GlobalNames;
import dev.tenon.script.dialect.ScriptValues;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What an object that Tenon shows to JavaScript has as members. Values are those of the script.
sealed interface RhinoMembers {

  /// A member, or `fallback` if there is none.
  @Nullable Object getOrDefault(String name, @Nullable Object fallback, ScriptValues values);

  boolean has(String name);

  void put(String name, @Nullable Object value, ScriptValues values);

  void delete(String name);

  List<String> names();

  /// What modules have in place of the object; null for the global scope.
  @Nullable Object target();

  /// The global scope of a script.
  record OfScope(GlobalNames globals, Set<String> constants) implements RhinoMembers {
    OfScope(GlobalNames globals) {
      this(globals, ConcurrentHashMap.newKeySet());
    }

    @Override
    public @Nullable Object getOrDefault(
        String name, @Nullable Object fallback, ScriptValues values) {
      return globals.getOrDefault(name, fallback);
    }

    // A constant is there, without a value, from the begin of the script.
    @Override
    public boolean has(String name) {
      return constants.contains(name) || globals.has(name);
    }

    @Override
    public void put(String name, @Nullable Object value, ScriptValues values) {
      globals.set(name, value);
    }

    @Override
    public void delete(String name) {
      globals.delete(name);
    }

    @Override
    public List<String> names() {
      Set<String> names = new HashSet<>(constants);
      globals.listed().forEach(names::add);
      return List.copyOf(names);
    }

    @Override
    public @Nullable Object target() {
      return null;
    }
  }

  /// A module.
  record OfModule(ModuleObject target) implements RhinoMembers {
    @Override
    public @Nullable Object getOrDefault(
        String name, @Nullable Object fallback, ScriptValues values) {
      Object value = target.getOrDefault(name, fallback);
      return value == fallback ? fallback : values.toScript(value);
    }

    @Override
    public boolean has(String name) {
      return target.has(name);
    }

    @Override
    public void put(String name, @Nullable Object value, ScriptValues values) {
      target.set(name, values.fromScript(value));
    }

    @Override
    public void delete(String name) {
      target.delete(name);
    }

    @Override
    public List<String> names() {
      return target.dir();
    }
  }

  /// A function of another module, with the attributes that functions have: `__name__`,
  /// `__module__`, `__doc__` and so on.
  record OfFunction(TenonCallable target) implements RhinoMembers {
    @Override
    public @Nullable Object getOrDefault(
        String name, @Nullable Object fallback, ScriptValues values) {
      try {
        return switch (target) {
          case Attributed attributed -> values.toScript(attributed.get(name));
          case Defined defined when defined.attributeMap().containsKey(name) ->
              values.toScript(defined.attributeMap().get(name));
          default -> fallback;
        };
      } catch (AttributeError _) {
        return fallback;
      }
    }

    @Override
    public boolean has(String name) {
      return names().contains(name);
    }

    @Override
    public void put(String name, @Nullable Object value, ScriptValues values) {
      attributed(name).set(name, values.fromScript(value));
    }

    @Override
    public void delete(String name) {
      attributed(name).delete(name);
    }

    private Attributed attributed(String name) {
      if (target instanceof Attributed attributed) {
        return attributed;
      }
      throw new AttributeError(
          "'%s' object attribute %s is read-only"
              .formatted(TypeNames.of(target), Escapes.quoted(name)));
    }

    @Override
    public List<String> names() {
      return switch (target) {
        case Attributed attributed -> attributed.dir();
        case Defined defined -> List.copyOf(defined.attributeMap().keySet());
        default -> List.of();
      };
    }
  }
}
