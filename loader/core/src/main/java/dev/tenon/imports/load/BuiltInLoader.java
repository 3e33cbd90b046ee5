// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// The loader of modules that the interpreter makes itself: they have no body, and so no code.
public record BuiltInLoader() implements Loader {

  @Override
  public @Nullable Object createModule(ModuleSpec spec) {
    return null;
  }

  @Override
  public void execModule(Object module) {
    // All that such a module holds is there from the beginning.
  }

  @Override
  public String toString() {
    return "BuiltInLoader";
  }
}
