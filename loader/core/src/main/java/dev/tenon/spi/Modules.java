// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.access.Grants;
import dev.tenon.access.ModuleGrant;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleState;
import org.jspecify.annotations.Nullable;

/// The lives of module objects: who owns one, what it was executed from, which state it has. Any
/// thread may use it.
public final class Modules {

  @SuppressWarnings("unchecked") // The grant of ModuleObject has these types.
  private static final ModuleGrant<ModuleObject, ModuleDef, ModuleState, ModuleKind, ModuleHost>
      LIVES =
          (ModuleGrant<ModuleObject, ModuleDef, ModuleState, ModuleKind, ModuleHost>)
              Grants.take(ModuleGrant.class, ModuleObject.class);

  private Modules() {}

  /// A module for a descriptor; it shares its layout with all other modules of that descriptor.
  public static ModuleObject create(ModuleDef def, String name, @Nullable ModuleOwner owner) {
    return LIVES.create(def, name, owner);
  }

  /// A module with a name and a documentation text, owned by an interpreter.
  public static ModuleObject create(
      String name, @Nullable String doc, @Nullable ModuleOwner owner) {
    return LIVES.create(name, doc, owner);
  }

  /// The state of a module instance, from just before its first exec slot on; null for a module
  /// without state.
  public static @Nullable ModuleState stateOf(ModuleObject module) {
    return LIVES.state(module);
  }

  /// Marks a module as half initialised or as complete.
  public static void setPartial(ModuleObject module, boolean halfInitialised) {
    LIVES.setPartial(module, halfInitialised);
  }

  /// Marks a module as executed from a descriptor and attaches its state.
  ///
  /// @throws dev.tenon.error.ImportException if it was executed from a descriptor before
  public static void attach(ModuleObject module, ModuleDef def, @Nullable ModuleState state) {
    LIVES.attach(module, def, state, DeclaredKind.of(def)::over);
  }

  /// Notes that the exec slots have run: the state belongs to the module until its interpreter
  /// ends.
  public static void keepAttached(ModuleObject module) {
    LIVES.keepAttached(module);
  }

  /// Takes the state away again after an exec slot has failed.
  ///
  /// @throws IllegalStateException if the module has been executed
  public static void detach(ModuleObject module) {
    LIVES.detach(module);
  }

  /// Puts another version of a module, with its state, in the place of the one it was executed
  /// from.
  ///
  /// @throws IllegalStateException if the module was not executed from a descriptor, or the current
  ///   thread did not begin the replacement
  public static void replace(ModuleObject module, ModuleDef def, ModuleState state) {
    LIVES.replace(module, def, state, DeclaredKind.of(def)::over);
  }

  /// Notes that another version of a module is about to take its place. Calls by name that are not
  /// let in meanwhile wait for [#endReplacement].
  public static void beginReplacement(ModuleObject module) {
    LIVES.beginReplacement(module);
  }

  /// Notes that calls are let in again, by whatever version.
  public static void endReplacement(ModuleObject module) {
    LIVES.endReplacement(module);
  }

  /// The thread that puts another version in the place of a module; null while nobody does.
  public static @Nullable Thread replacerOf(ModuleObject module) {
    return LIVES.replacer(module);
  }
}
