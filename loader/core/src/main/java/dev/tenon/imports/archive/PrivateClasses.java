// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Defs;
import dev.tenon.spi.ModuleOwner;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;

/// The class loaders that one interpreter has for itself, one for each place that modules in Java
/// come from. They are released when the interpreter is closed; what becomes of them can be watched
/// afterwards. Any thread may use them.
public final class PrivateClasses {

  private final ModuleOwner owner;
  private final Map<ClassSource, Made> made = new HashMap<>();
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  private record Made(ClassLoader loader, Map<String, ModuleDef> defs) {}

  private PrivateClasses(ModuleOwner owner) {
    this.owner = owner;
  }

  public static PrivateClasses of(ModuleOwner owner) {
    return owner.part(PrivateClasses.class, () -> new PrivateClasses(owner));
  }

  /// The descriptor of a module, from classes that the interpreter has for itself.
  ///
  /// @throws dev.tenon.error.ExtensionLoadException if the place cannot be read or does not publish
  ///   the module any longer
  /// @throws InterpreterError if the interpreter is closed
  ModuleDef def(String name, ModuleSpec spec, ClassSource source) {
    ModuleDef def = defs(spec, source).get(name);
    if (def == null) {
      throw ClassSource.unusable(
          name, source.place(), new IOException("none of them publishes '" + name + "'"));
    }
    return def;
  }

  private synchronized Map<String, ModuleDef> defs(ModuleSpec spec, ClassSource source) {
    Made known = made.get(source);
    if (known != null) {
      return known.defs();
    }
    try {
      ClassLoader loader = source.newLoader("#%x".formatted(System.identityHashCode(owner)));
      if (made.isEmpty()) {
        owner.closeLater(this::letGo);
      }
      Map<String, ModuleDef> defs = new HashMap<>();
      ProvidedModules modules = ProvidedModules.in(loader, source);
      for (String each : modules.names()) {
        ModuleDef def = modules.def(each);
        if (def != null) {
          defs.put(each, Defs.inPrivateImage(def));
        }
      }
      made.put(source, new Made(loader, defs));
      loaders.add(new WeakReference<>(loader));
      return defs;
    } catch (IOException | UncheckedIOException | ServiceConfigurationError e) {
      throw ClassSource.unusable(spec.name(), source.place(), e);
    }
  }

  private synchronized void letGo() throws IOException {
    for (Made each : made.values()) {
      if (each.loader() instanceof Closeable open) {
        open.close();
      }
    }
    made.clear();
  }

  /// The class loaders that have not been collected, also after the interpreter was closed.
  public synchronized List<ClassLoader> present() {
    List<ClassLoader> present = new ArrayList<>();
    for (WeakReference<ClassLoader> each : loaders) {
      ClassLoader loader = each.get();
      if (loader != null) {
        present.add(loader);
      }
    }
    return present;
  }
}
