// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.imports.load.DefSource;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleProvider;
import dev.tenon.module.ModuleSpec;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ClassLoaderScope;
import dev.tenon.spi.ModuleOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The descriptors that [ModuleProvider] services publish, by full name. Where two publish the same
/// name, the first counts.
public final class ProvidedModules {

  /// What the host program itself has on its class path or module path, or what is wrong with it.
  private static final class Host {
    static final Supplier<ProvidedModules> MODULES = read();

    private static Supplier<ProvidedModules> read() {
      try {
        ProvidedModules modules =
            of(ServiceLoader.load(ModuleProvider.class, ProvidedModules.class.getClassLoader()));
        return () -> modules;
      } catch (ServiceConfigurationError e) {
        return () -> failed(String.valueOf(e.getMessage()), e);
      } catch (RuntimeException e) {
        return () -> failed(e.toString(), e);
      }
    }

    private static ProvidedModules failed(String message, Throwable cause) {
      throw new ServiceConfigurationError(message, cause);
    }
  }

  /// A published descriptor as what a loader reads. An interpreter that wants a private image of
  /// the module gets the descriptor from classes of its own.
  private record Published(ModuleDef def, ClassSource classes, ProvidedModules all)
      implements DefSource {
    @Override
    public ModuleDef query(ModuleSpec spec) {
      ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
      Pins pins = owner == null ? null : owner.pins();
      if (pins != null) {
        classes.admit(pins);
      }
      return owner != null && owner.wantsPrivateImage(spec.name())
          ? PrivateClasses.of(owner).def(def.name(), spec, classes)
          : def;
    }

    @Override
    public boolean isPackage(String name) {
      return all.isPackage(name);
    }

    @Override
    public @Nullable String location(String name) {
      return classes.moduleFile();
    }

    @Override
    public List<String> searchLocations(String name) {
      String location = classes.moduleFile();
      return location == null ? List.of() : List.of(location);
    }

    @Override
    public boolean canBePrivate() {
      return true;
    }
  }

  private final Map<String, Published> published = new LinkedHashMap<>();
  private final Set<String> packages = new HashSet<>();

  private ProvidedModules() {}

  /// The modules of some providers, each of which lies where its class was loaded from.
  ///
  /// @throws ServiceConfigurationError if a provider cannot be used
  static ProvidedModules of(Iterable<ModuleProvider> providers) {
    ProvidedModules modules = new ProvidedModules();
    for (ModuleProvider provider : providers) {
      ClassSource place = ClassSource.of(provider.getClass());
      publishedBy(provider).forEach(def -> modules.add(def, place));
    }
    return modules;
  }

  /// The modules of the providers that a class loader of a plug-in has itself. Their code runs with
  /// this class loader as the context class loader of the thread.
  ///
  /// @param source where they all lie
  /// @throws ServiceConfigurationError if a provider cannot be used
  static ProvidedModules in(ClassLoader classes, ClassSource source) {
    ClassLoaderScope scope = new ClassLoaderScope(classes);
    return scope.get(() -> {
      ProvidedModules modules = new ProvidedModules();
      for (ModuleProvider provider : ClassSource.providersIn(classes)) {
        publishedBy(provider).forEach(def -> modules.add(scope.around(def), source));
      }
      return modules;
    });
  }

  /// Asks a provider. What it raises passes as it is, but for errors of the JVM.
  ///
  /// @throws ServiceConfigurationError if it gives no descriptors
  private static List<ModuleDef> publishedBy(ModuleProvider provider) {
    String call = provider.getClass().getName() + ".moduleDefs()";
    @Nullable List<@Nullable ModuleDef> defs;
    try {
      defs = nullable(provider.moduleDefs());
    } catch (StackOverflowError | LinkageError | AssertionError e) {
      throw new ServiceConfigurationError("%s raised %s".formatted(call, e), e);
    }
    if (defs == null) {
      throw new ServiceConfigurationError(call + " returned null, expected a list of descriptors");
    }
    List<ModuleDef> all = new ArrayList<>();
    for (ModuleDef def : defs) {
      if (def == null) {
        throw new ServiceConfigurationError(
            "%s returned null as descriptor %d".formatted(call, all.size()));
      }
      all.add(def);
    }
    return all;
  }

  /// A list as a provider may give it whatever its type says.
  @SuppressWarnings("unchecked")
  private static @Nullable List<@Nullable ModuleDef> nullable(@Nullable List<ModuleDef> defs) {
    return (List<@Nullable ModuleDef>) (List<?>) defs;
  }

  /// The descriptor of a module; null if none of that name is published.
  @Nullable ModuleDef def(String name) {
    Published known = published.get(name);
    return known == null ? null : known.def();
  }

  private void add(ModuleDef def, ClassSource place) {
    published.putIfAbsent(def.name(), new Published(def, place, this));
    String parent = ModuleNames.parent(def.name());
    while (!parent.isEmpty() && packages.add(parent)) {
      parent = ModuleNames.parent(parent);
    }
  }

  /// What the host program itself has on its class path or module path.
  ///
  /// @throws ServiceConfigurationError if a provider cannot be used
  public static ProvidedModules ofHost() {
    return Host.MODULES.get();
  }

  /// What the descriptor of a module is read from, if one is published.
  @Nullable DefSource source(String name) {
    return published.get(name);
  }

  /// Whether a published module lies below `name`, which makes `name` a package.
  boolean isPackage(String name) {
    return packages.contains(name);
  }

  /// The full names of all published modules.
  Collection<String> names() {
    return published.keySet();
  }
}
