// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.load.PhaseRun;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.value.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the meta path for the specs of modules.
public final class SpecSearch {

  private final ImportMachinery machinery;

  SpecSearch(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// The first spec that a finder gives.
  ///
  /// @param path the parent's `__path__`; null for a top-level module
  /// @param target the module being reloaded; null on an import
  /// @throws Exception what a finder or an audit hook raises
  @Nullable ModuleSpec find(String name, @Nullable List<String> path, @Nullable ModuleObject target)
      throws Exception {
    return PhaseRun.run(
        machinery.owner(), name, null, Phase.FIND, () -> askAll(name, path, target));
  }

  private @Nullable ModuleSpec askAll(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    List<MetaPathFinder> metaPath = machinery.finders().metaPath();
    if (metaPath.isEmpty()) {
      machinery.owner().warn(new Warning(Warning.Category.IMPORT, "sys.meta_path is empty"));
    }
    boolean registered = machinery.modules().contains(name);
    for (MetaPathFinder finder : metaPath) {
      ModuleSpec spec = ask(finder, name, path, target);
      if (spec != null) {
        return registered ? spec : registeredMeanwhile(name, spec);
      }
    }
    return null;
  }

  private @Nullable ModuleSpec ask(
      @Nullable MetaPathFinder finder,
      String name,
      @Nullable List<String> path,
      @Nullable ModuleObject target) {
    // The list is open to everyone: what cannot search is passed over (FIND-04).
    return finder == null
        ? null
        : machinery.<@Nullable ModuleSpec>ask(finder, () -> finder.findSpec(name, path, target));
  }

  /// The spec of a module that its own finder has imported, else the spec that was found.
  private ModuleSpec registeredMeanwhile(String name, ModuleSpec found) {
    return machinery.modules().get(name) instanceof ModuleObject module
            && module.namespace().get("__spec__") instanceof ModuleSpec spec
        ? spec
        : found;
  }

  /// The spec of a module, registered or not; parents are imported (SPEC-10 to SPEC-12).
  ///
  /// @return null if no finder knows the module, or if its import is forbidden
  /// @throws ValueError if the module is registered and has no spec
  /// @throws Exception what a finder or an audit hook raises
  public @Nullable ModuleSpec findRegisteredOrSearch(String name) throws Exception {
    ModuleNames.requireBounded(name);
    Object module = machinery.modules().getOrDefault(name, Namespace.ABSENT);
    if (module != Namespace.ABSENT) {
      return module == null ? null : specOf(module, name);
    }
    String parent = ModuleNames.parent(name);
    return parent.isEmpty() ? find(name, null, null) : find(name, importedPath(parent, name), null);
  }

  private List<String> importedPath(String parent, String name) {
    List<String> path = PackagePath.of(machinery.importer().importParentPackage(parent));
    if (path == null) {
      throw new ModuleNotFoundException(
          "__path__ attribute not found on %s while trying to find %s"
              .formatted(Escapes.quoted(parent), Escapes.quoted(name)),
          name);
    }
    return path;
  }

  private static ModuleSpec specOf(Object module, String name) {
    Object spec =
        module instanceof ModuleObject object
            ? object.getOrDefault("__spec__", Namespace.ABSENT)
            : Namespace.ABSENT;
    if (spec instanceof ModuleSpec found) {
      return found;
    }
    throw new ValueError("%s.__spec__ is %s".formatted(name, spec == null ? "None" : "not set"));
  }

  /// The path on which the submodules of a registered package are searched.
  ///
  /// @return null for a top-level module
  /// @throws ModuleNotFoundException if the parent is no package (IMP-06)
  public @Nullable List<String> parentPath(String name) {
    String parent = ModuleNames.parent(name);
    if (parent.isEmpty()) {
      return null;
    }
    Object module = machinery.modules().get(parent);
    List<String> path = PackagePath.of(module);
    if (path == null) {
      throw new ModuleNotFoundException(
          "No module named %s; %s is not a package"
              .formatted(Escapes.quoted(name), Escapes.quoted(parent)),
          name,
          MissReport.ofNonPackage(machinery, module));
    }
    return path;
  }
}
