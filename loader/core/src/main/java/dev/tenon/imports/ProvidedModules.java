package dev.tenon.imports;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import dev.tenon.module.ModuleSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The descriptors that [ModuleProvider] services publish, by full name. Where two publish the same
/// name, the first counts.
final class ProvidedModules {

  /// What the host program itself has on its class path or module path.
  private static final class Host {
    static final ProvidedModules MODULES =
        of(ServiceLoader.load(ModuleProvider.class, ProvidedModules.class.getClassLoader()));
  }

  /// A published descriptor as what a loader reads.
  private record Published(ModuleDef def) implements ExtensionLoader.DefSource {
    @Override
    public ModuleDef query(ModuleSpec spec) {
      return def;
    }
  }

  private final Map<String, ModuleDef> defs = new LinkedHashMap<>();
  private final Set<String> packages = new HashSet<>();

  private ProvidedModules() {}

  static ProvidedModules of(Iterable<ModuleProvider> providers) {
    ProvidedModules modules = new ProvidedModules();
    for (ModuleProvider provider : providers) {
      provider.moduleDefs().forEach(modules::add);
    }
    return modules;
  }

  private void add(ModuleDef def) {
    defs.putIfAbsent(def.name(), def);
    String parent = ModuleNames.parent(def.name());
    while (!parent.isEmpty() && packages.add(parent)) {
      parent = ModuleNames.parent(parent);
    }
  }

  static ProvidedModules ofHost() {
    return Host.MODULES;
  }

  /// Starts the spec of a module, if one is published.
  ModuleSpec.@Nullable Builder findSpec(String name) {
    ModuleDef def = defs.get(name);
    return def == null ? null : ModuleSpec.of(name, new ExtensionLoader(new Published(def)));
  }

  /// Whether a published module lies below `name`, which makes `name` a package.
  boolean isPackage(String name) {
    return packages.contains(name);
  }

  /// The full names of all published modules.
  Collection<String> names() {
    return defs.keySet();
  }
}
