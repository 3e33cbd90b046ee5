// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.util.List;

/// Publishes the modules of a jar. A jar names its providers in `module-info` (`provides
/// dev.tenon.module.ModuleProvider with …`) or under `META-INF/services`; the constructor must be
/// public and take no argument.
public interface ModuleProvider {

  /// The descriptors of the modules, named with their full names. No code of the modules runs here.
  List<ModuleDef> moduleDefs();
}
