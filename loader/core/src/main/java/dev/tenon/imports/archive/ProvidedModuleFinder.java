// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.SearchReport;
import dev.tenon.imports.load.DefSource;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the Java modules that the host program has on its own class path or module path, as
/// CPython finds the modules that are built into it.
public final class ProvidedModuleFinder implements MetaPathFinder {

  private final Supplier<ProvidedModules> modules;

  /// A finder for published modules, which are asked for only when something is searched.
  public ProvidedModuleFinder(Supplier<ProvidedModules> modules) {
    this.modules = modules;
  }

  @Override
  public @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    ProvidedModules provided = read(name);
    DefSource source = provided.source(name);
    if (source == null) {
      return null;
    }
    ModuleSpec.Builder spec = ModuleSpec.of(name, new ExtensionLoader(source)).origin("provided");
    return provided.isPackage(name) ? spec.asPackage().build() : spec.build();
  }

  @Override
  public List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
    return List.of(
        new SearchReport.Attempt(
            toString(), "no ModuleProvider on the program's class path or module path has it"));
  }

  @Override
  public Collection<String> namesBeside(String name, @Nullable List<String> path) {
    return read(name).names();
  }

  private ProvidedModules read(String name) {
    try {
      return modules.get();
    } catch (ServiceConfigurationError e) {
      throw ClassSource.unusable(
          name,
          null,
          e,
          "the module providers on the program's class path or module path",
          "fix that provider or take it out of the program");
    }
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public String toString() {
    return "ProvidedModuleFinder";
  }
}
