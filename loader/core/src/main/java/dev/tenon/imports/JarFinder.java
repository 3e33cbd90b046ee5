package dev.tenon.imports;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleProvider;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the Java modules that a jar on the path publishes. A jar is opened once per process, with a
/// class loader of its own over that of Tenon.
final class JarFinder implements PathEntryFinder {

  private static final ConcurrentHashMap<Version, ProvidedModules> OPENED =
      new ConcurrentHashMap<>();

  private final Version jar;

  /// A jar as it was at a time, so that a rebuilt one is opened anew.
  private record Version(Path file, long modified, long size) {}

  private JarFinder(Version jar) {
    this.jar = jar;
  }

  /// A path hook for jars.
  static @Nullable PathEntryFinder finderFor(String entry) {
    Path file = Path.of(entry);
    if (!entry.endsWith(".jar") || !Files.isRegularFile(file)) {
      return null;
    }
    try {
      Path real = file.toRealPath();
      return new JarFinder(
          new Version(real, Files.getLastModifiedTime(real).toMillis(), Files.size(real)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    ProvidedModules modules = OPENED.computeIfAbsent(jar, version -> open(name, version));
    ModuleDef def = modules.find(name);
    if (def == null) {
      return null;
    }
    ModuleSpec.Builder spec =
        ModuleSpec.of(name, new ExtensionLoader(asked -> def)).location(jar.file().toString());
    return modules.hasSubmodulesOf(name)
        ? spec.asPackage(jar.file().toString()).build()
        : spec.build();
  }

  private static ProvidedModules open(String name, Version jar) {
    try {
      URLClassLoader classes =
          new URLClassLoader(
              "tenon:" + jar.file().getFileName(),
              new URL[] {jar.file().toUri().toURL()},
              JarFinder.class.getClassLoader());
      return ProvidedModules.of(providersIn(classes));
    } catch (MalformedURLException | ServiceConfigurationError e) {
      ExtensionLoadException error =
          new ExtensionLoadException(
              name,
              jar.file().toString(),
              Phase.QUERY,
              new Diagnosis(
                  "the jar's module providers cannot be used: " + e.getMessage(),
                  "public classes that implement ModuleProvider, named in META-INF/services",
                  "mend the jar or take it off the path"));
      error.initCause(e);
      throw error;
    }
  }

  /// The providers of the jar itself, without those that its parent class loader sees.
  private static List<ModuleProvider> providersIn(ClassLoader classes) {
    return ServiceLoader.load(ModuleProvider.class, classes).stream()
        .filter(provider -> provider.type().getClassLoader() == classes)
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  @Override
  public String toString() {
    return "JarFinder('" + jar.file() + "')";
  }
}
