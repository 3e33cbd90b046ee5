// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import java.util.List;

/// A module in Java that comes with the program.
public final class Greeting implements ModuleProvider {

  /// Makes the provider.
  public Greeting() {}

  @Override
  public List<ModuleDef> moduleDefs() {
    return List.of(
        ModuleDef.of("greeting")
            .dynamic("greet", "Greets.", (_, arguments) -> "hello " + arguments[0])
            .build());
  }
}
