// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes and fills modules for specs, in two steps (PEP 451). Implementations may be used by
/// several threads, each with another module.
public interface Loader {

  /// Makes the object for a spec, or returns null for an ordinary module. The import attributes are
  /// set afterwards by the import system.
  ///
  /// @throws Exception whatever hinders the creation; it reaches the importer unchanged
  @Nullable Object createModule(ModuleSpec spec) throws Exception;

  /// Fills the module. It is in `sys.modules` while this runs, and is taken out again when this
  /// fails.
  ///
  /// @param module what [#createModule] made: an ordinary module unless this loader made another
  ///   object
  /// @throws Exception whatever the module's body raises; it reaches the importer unchanged
  void execModule(Object module) throws Exception;

  /// Whether a module of this loader is a package; asked when a spec is made from the loader alone.
  ///
  /// @throws dev.tenon.error.ImportException if the loader cannot determine it
  default boolean isPackage(String name) {
    return false;
  }

  /// The file of a module of this loader, or null if it has none; asked when a spec is made from
  /// the loader alone.
  ///
  /// @throws dev.tenon.error.ImportException if the loader cannot determine it
  default @Nullable String location(String name) {
    return null;
  }

  /// Where the submodules of a package of this loader are searched, or null for the folder of its
  /// [#location]; asked when a spec is made from the loader alone.
  ///
  /// @throws dev.tenon.error.ImportException if the loader cannot determine it
  default @Nullable List<String> searchLocations(String name) {
    return null;
  }

  /// The part after the name in the printed form of a module that has no origin.
  default String describeOrigin(ModuleSpec spec) {
    return "(" + this + ")";
  }
}
