// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.NameError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.spi.ModuleOwner;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bare global names of running code: a view of a mapping (plain mode) or of a module (module
/// mode), never a copy. It stays good after the module has left `sys.modules` and may be used by
/// any thread.
///
/// In module mode a bare name is looked up as [ModuleObject#getBare] says: among the properties of
/// the module, in its raw namespace, and through its `__getattr__`, unless that runs on the current
/// thread already. Loads go on to builtins: those that the globals name as `__builtins__`, else
/// those of the interpreter that the module lives in or that was current when the view was made.
///
/// **Differs from CPython:** no `__builtins__` is added to a mapping that has none.
public sealed interface Globals permits MappingGlobals, ModuleGlobals {

  /// Globals in plain mode. Module hooks play no part, even if the mapping is the raw namespace of
  /// a module.
  static Globals of(Map<String, @Nullable Object> mapping) {
    Objects.requireNonNull(mapping, "mapping");
    return new MappingGlobals(mapping);
  }

  /// Globals in module mode.
  static Globals of(ModuleObject module) {
    return new ModuleGlobals(module);
  }

  /// Looks a name up where bare names go on to after these globals: in the builtins that the
  /// globals name as `__builtins__`, else in those of an interpreter.
  static @Nullable Object builtin(
      Map<String, ? extends @Nullable Object> globals,
      @Nullable ModuleOwner owner,
      String name,
      @Nullable Object fallback) {
    return Builtins.find(globals.get("__builtins__"), owner, name, fallback);
  }

  /// Loads a bare name.
  ///
  /// @throws NameError if neither the globals nor builtins have it
  default @Nullable Object get(String name) {
    Object value = getOrDefault(name, Namespace.ABSENT);
    if (value == Namespace.ABSENT) {
      throw Builtins.undefined(name, null);
    }
    return value;
  }

  /// Loads a bare name, or gives `fallback` if neither the globals nor builtins have it.
  default @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    Object value = getOwn(name, Namespace.ABSENT);
    return value == Namespace.ABSENT ? getBuiltin(name, fallback) : value;
  }

  /// Loads a bare name that the globals themselves have, without going on to builtins, or gives
  /// `fallback`. For languages that have names of their own between the two.
  @Nullable Object getOwn(String name, @Nullable Object fallback);

  /// Loads a builtin as [#get] does for a name that the globals do not have, or gives `fallback`.
  @Nullable Object getBuiltin(String name, @Nullable Object fallback);

  /// The interpreter whose builtins count: that of the module, or the one that was current when the
  /// view was made; null if there is none.
  @Nullable ModuleOwner owner();

  /// Whether [#get] would find a name; in module mode this may call the module's `__getattr__`.
  default boolean has(String name) {
    return getOrDefault(name, Namespace.ABSENT) != Namespace.ABSENT;
  }

  /// Stores to a bare name.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if it is a property without setter
  void set(String name, @Nullable Object value);

  /// Deletes a bare name.
  ///
  /// @throws NameError if the globals do not have it
  /// @throws dev.tenon.error.kind.AttributeError if it is a property without deleter
  void delete(String name);

  /// The module whose attributes the names are, or null in plain mode.
  @Nullable ModuleObject module();

  /// What `globals()` gives: the mapping, or the raw namespace of the module, without properties
  /// (PROP-08). It is live.
  Map<String, @Nullable Object> mapping();
}
