package dev.tenon.imports;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;

/// Loads namespace packages: modules without a body.
final class NamespaceLoader implements Loader {

  private final NamespacePath path;
  private final ModuleOwner owner;

  NamespaceLoader(NamespacePath path, ModuleOwner owner) {
    this.path = path;
    this.owner = owner;
  }

  @Override
  public Object createModule(ModuleSpec spec) {
    ModuleObject module = new ModuleObject(spec.name(), null, owner);
    module.set("__file__", null);
    return module;
  }

  @Override
  public void execModule(Object module) {
    // A namespace package has no body.
  }

  @Override
  public String describeOrigin(ModuleSpec spec) {
    return "(namespace) from " + path;
  }
}
