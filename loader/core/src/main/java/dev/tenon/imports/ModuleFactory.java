package dev.tenon.imports;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes module objects for specs and sets their import attributes (PEP 451).
final class ModuleFactory {

  private final ModuleOwner owner;

  ModuleFactory(ModuleOwner owner) {
    this.owner = owner;
  }

  /// Makes the module of a spec, not yet executed and not registered.
  ///
  /// @throws Exception what the loader's create step raises
  Object create(ModuleSpec spec) throws Exception {
    Loader loader = spec.loader();
    Object made = loader == null ? null : loader.createModule(spec);
    Object module = made == null ? new ModuleObject(spec.name(), null, owner) : made;
    if (module instanceof ModuleObject object) {
      setMissingAttributes(spec, object);
    }
    return module;
  }

  /// Sets the import attributes that are absent or null (SPEC-05).
  static void setMissingAttributes(ModuleSpec spec, ModuleObject module) {
    Map<String, @Nullable Object> names = module.namespace();
    setIfMissing(names, "__name__", spec.name());
    setIfMissing(names, "__loader__", spec.loader());
    setIfMissing(names, "__package__", spec.parent());
    names.put("__spec__", spec);
    if (spec.submoduleSearchLocations() != null) {
      setIfMissing(names, "__path__", spec.submoduleSearchLocations());
    }
    if (spec.hasLocation()) {
      setIfMissing(names, "__file__", spec.origin());
      if (spec.cached() != null) {
        setIfMissing(names, "__cached__", spec.cached());
      }
    }
  }

  /// Sets the import attributes anew, as on a reload or when a module is adopted.
  ///
  /// @param keepName whether `__name__` stays as it is
  static void overrideAttributes(ModuleSpec spec, ModuleObject module, boolean keepName) {
    Map<String, @Nullable Object> names = module.namespace();
    if (!keepName) {
      names.put("__name__", spec.name());
    }
    names.put("__loader__", spec.loader());
    names.put("__package__", spec.parent());
    names.put("__spec__", spec);
    if (spec.submoduleSearchLocations() != null) {
      names.put("__path__", spec.submoduleSearchLocations());
    }
    if (spec.hasLocation()) {
      names.put("__file__", spec.origin());
      if (spec.cached() != null) {
        names.put("__cached__", spec.cached());
      }
    }
  }

  private static void setIfMissing(
      Map<String, @Nullable Object> names, String attribute, @Nullable Object value) {
    if (names.get(attribute) == null) {
      names.put(attribute, value);
    }
  }
}
