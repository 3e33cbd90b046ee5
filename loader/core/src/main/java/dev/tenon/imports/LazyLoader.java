// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.load.PhaseRun;
import dev.tenon.imports.load.PhasedLoader;
import dev.tenon.imports.machinery.ImportMachinery;
import dev.tenon.imports.name.Identity;
import dev.tenon.input.Escapes;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.spi.Specs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Puts off the body of a module until one of its attributes is read or deleted, CPython's
/// `LazyLoader`. It wraps the loader that will run the body; objects that are no [ModuleObject]
/// cannot be put off.
///
/// **Differs from CPython:** when the body fails, the next read runs it again.
public final class LazyLoader implements PhasedLoader {

  private final Loader loader;

  /// Puts off what `loader` executes.
  public LazyLoader(Loader loader) {
    Objects.requireNonNull(loader, "loader");
    this.loader = loader;
  }

  @Override
  public @Nullable Object createModule(ModuleSpec spec) throws Exception {
    Objects.requireNonNull(spec, "spec");
    return loader.createModule(spec);
  }

  @Override
  public void execModule(Object module) throws Exception {
    Objects.requireNonNull(module, "module");
    if (ImportProgress.world() instanceof ImportMachinery machinery
        && module instanceof ModuleObject object
        && object.namespace().get("__spec__") instanceof ModuleSpec spec) {
      new Suspended(machinery, spec, object).suspend();
    } else {
      loader.execModule(module);
    }
  }

  @Override
  public boolean defersBody() {
    return true;
  }

  @Override
  public boolean executesDescriptors() {
    return false;
  }

  @Override
  public boolean isPackage(String name) {
    Objects.requireNonNull(name, "name");
    return loader.isPackage(name);
  }

  @Override
  public @Nullable String location(String name) {
    Objects.requireNonNull(name, "name");
    return loader.location(name);
  }

  @Override
  public @Nullable List<String> searchLocations(String name) {
    Objects.requireNonNull(name, "name");
    return loader.searchLocations(name);
  }

  @Override
  public String toString() {
    return "LazyLoader(" + loader + ")";
  }

  /// A module whose body waits for the first read.
  private final class Suspended {
    private final ImportMachinery machinery;
    private final ModuleSpec spec;
    private final ModuleObject module;
    private final ModuleKind kind;
    private final ModuleKind lazyKind;
    private final Map<String, @Nullable Object> before;
    private final ReentrantLock lock = new ReentrantLock();

    Suspended(ImportMachinery machinery, ModuleSpec spec, ModuleObject module) {
      this.machinery = machinery;
      this.spec = spec;
      this.module = module;
      kind = module.kind();
      lazyKind = kind.extend("_LazyModule").onRead(this::read).onDelete(this::delete).build();
      Specs.setLoader(spec, loader);
      module.namespace().put("__loader__", loader);
      before = new HashMap<>(module.namespace());
    }

    void suspend() {
      module.setKind(lazyKind);
    }

    private @Nullable Object read(ModuleObject self, String attribute) {
      return load() ? self.get(attribute) : self.getRaw(attribute);
    }

    private void delete(ModuleObject self, String attribute) {
      if (load()) {
        self.delete(attribute);
      } else {
        self.deleteRaw(attribute);
      }
    }

    /// Runs the body unless that was done.
    ///
    /// @return false if the current thread is just running it
    private boolean load() {
      if (lock.isHeldByCurrentThread()) {
        return false;
      }
      lock.lock();
      try {
        if (module.kind() == lazyKind) {
          execute();
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void execute() {
      Map<String, @Nullable Object> changed = changes();
      machinery.history().resumed(spec.name());
      machinery.during(
          spec.name(),
          () ->
              PhaseRun.runUnlessByLoader(
                  machinery.owner(),
                  spec,
                  Phase.EXEC,
                  () -> {
                    loader.execModule(module);
                    return module;
                  }));
      checkRegistered();
      module.namespace().putAll(changed);
      if (module.kind() == lazyKind) {
        module.setKind(kind);
      }
    }

    /// What was bound since the module was suspended: it outlives the body's own bindings.
    private Map<String, @Nullable Object> changes() {
      Map<String, @Nullable Object> changed = new HashMap<>(module.namespace());
      changed
          .entrySet()
          .removeIf(now ->
              before.containsKey(now.getKey())
                  && Identity.same(before.get(now.getKey()), now.getValue()));
      return changed;
    }

    private void checkRegistered() {
      Object registered = machinery.modules().getOrDefault(spec.name(), Namespace.ABSENT);
      if (registered != Namespace.ABSENT && !Identity.same(registered, module)) {
        throw new ValueError(
            "module object for %s substituted in sys.modules during a lazy load"
                .formatted(Escapes.quoted(spec.name())));
      }
    }
  }
}
