// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.access.Grants;
import dev.tenon.access.SpecGrant;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// What changes in a spec while its module is loaded. Any thread may use it.
public final class Specs {

  @SuppressWarnings("unchecked") // The grant of ModuleSpec has these types.
  private static final SpecGrant<ModuleSpec, Loader> LOADING =
      (SpecGrant<ModuleSpec, Loader>) Grants.take(SpecGrant.class, ModuleSpec.class);

  private Specs() {}

  /// Changes the loader: a lazy module gets its own one when it is loaded, a namespace package when
  /// its module is made.
  public static void setLoader(ModuleSpec spec, @Nullable Loader loader) {
    LOADING.setLoader(spec, loader);
  }

  /// Marks the module as being executed, or no longer so.
  public static void setInitializing(ModuleSpec spec, boolean underWay) {
    LOADING.setInitializing(spec, underWay);
  }
}
