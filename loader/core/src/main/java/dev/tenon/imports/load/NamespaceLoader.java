// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// Loads namespace packages: modules without a body.
final class NamespaceLoader implements Loader {

  @Override
  public @Nullable Object createModule(ModuleSpec spec) {
    return null;
  }

  @Override
  public void execModule(Object module) {
    // A namespace package has no body.
  }

  @Override
  public boolean isPackage(String name) {
    return true;
  }

  @Override
  public String describeOrigin(ModuleSpec spec) {
    return "(namespace) from " + spec.submoduleSearchLocations();
  }

  @Override
  public String toString() {
    return "NamespaceLoader";
  }
}
