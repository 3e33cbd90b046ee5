// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import org.jspecify.annotations.Nullable;

/// The bare names that statements see.
public interface Scope {

  /// Returns the scope of code in a module: its attributes, then builtins.
  static Scope of(ModuleObject module) {
    Globals globals = Globals.of(module);
    return new Scope() {
      @Override
      public @Nullable Object get(String name) {
        return globals.get(name);
      }

      @Override
      public void set(String name, @Nullable Object value) {
        globals.set(name, value);
      }

      @Override
      public void delete(String name) {
        globals.delete(name);
      }

      @Override
      public ModuleObject module() {
        return module;
      }
    };
  }

  /// Loads a bare name.
  ///
  /// @throws dev.tenon.error.kind.NameError if there is none
  @Nullable Object get(String name);

  /// Stores to a bare name.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if it cannot be stored to
  void set(String name, @Nullable Object value);

  /// Deletes a bare name.
  ///
  /// @throws dev.tenon.error.kind.NameError if there is none
  void delete(String name);

  /// The module that import statements bind names in.
  ModuleObject module();
}
