package dev.tenon.imports;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The descriptors that [ModuleProvider] services publish, by full name. Where two publish the same
/// name, the first counts.
final class ProvidedModules {

  /// What the host program itself has on its class path or module path.
  private static final class Host {
    static final ProvidedModules MODULES =
        of(ServiceLoader.load(ModuleProvider.class, ProvidedModules.class.getClassLoader()));
  }

  private final Map<String, ModuleDef> defs = new LinkedHashMap<>();

  private ProvidedModules() {}

  static ProvidedModules of(Iterable<ModuleProvider> providers) {
    ProvidedModules modules = new ProvidedModules();
    for (ModuleProvider provider : providers) {
      for (ModuleDef def : provider.moduleDefs()) {
        modules.defs.putIfAbsent(def.name(), def);
      }
    }
    return modules;
  }

  static ProvidedModules ofHost() {
    return Host.MODULES;
  }

  /// The descriptor of a module, if one is published.
  @Nullable ModuleDef find(String name) {
    return defs.get(name);
  }

  /// Whether a published module lies below `name`, which makes `name` a package.
  boolean hasSubmodulesOf(String name) {
    String prefix = name + ".";
    return defs.keySet().stream().anyMatch(other -> other.startsWith(prefix));
  }
}
