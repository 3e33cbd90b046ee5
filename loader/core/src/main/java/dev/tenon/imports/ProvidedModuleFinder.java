package dev.tenon.imports;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the Java modules that the host program has on its own class path or module path, as CPython
/// finds the modules that are built into it.
final class ProvidedModuleFinder implements MetaPathFinder {

  @Override
  public @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    ModuleDef def = ProvidedModules.ofHost().find(name);
    if (def == null) {
      return null;
    }
    ModuleSpec.Builder spec =
        ModuleSpec.of(name, new ExtensionLoader(asked -> def)).origin("provided");
    return ProvidedModules.ofHost().hasSubmodulesOf(name)
        ? spec.asPackage().build()
        : spec.build();
  }

  @Override
  public String toString() {
    return "ProvidedModuleFinder";
  }
}
