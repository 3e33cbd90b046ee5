package dev.tenon.script;

import dev.tenon.error.AttributeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.TenonCallable;
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

  /// A function, which has no members of its own.
  record OfFunction(TenonCallable target) implements RhinoMembers {
    @Override
    public @Nullable Object getOrDefault(
        String name, @Nullable Object fallback, ScriptValues values) {
      return fallback;
    }

    @Override
    public boolean has(String name) {
      return false;
    }

    @Override
    public void put(String name, @Nullable Object value, ScriptValues values) {
      throw new AttributeError(
          "cannot set attribute %s of a function from JavaScript".formatted(Escapes.quoted(name)));
    }

    @Override
    public void delete(String name) {
      throw new AttributeError(
          "cannot delete attribute %s of a function from JavaScript"
              .formatted(Escapes.quoted(name)));
    }

    @Override
    public List<String> names() {
      return List.of();
    }
  }
}
