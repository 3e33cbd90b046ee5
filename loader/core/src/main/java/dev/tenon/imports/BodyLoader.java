package dev.tenon.imports;

import dev.tenon.error.Phase;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// Loads modules whose body is a piece of Java. Other than a module of a descriptor such a module
/// has no state, and its body runs again on a reload.
///
/// @param body what fills the module
/// @param inPackage whether the module is a package
record BodyLoader(ModuleSlot.ExecBody body, boolean inPackage) implements Loader {

  @Override
  public @Nullable Object createModule(ModuleSpec spec) {
    return null;
  }

  @Override
  public void execModule(Object module) throws Exception {
    ModuleObject object = (ModuleObject) module;
    ImportProgress.reached(object.name(), Phase.EXEC);
    body.run(object);
  }

  @Override
  public boolean isPackage(String name) {
    return inPackage;
  }

  @Override
  public String toString() {
    return "BodyLoader";
  }
}
