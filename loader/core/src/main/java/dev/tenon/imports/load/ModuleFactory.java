// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.spi.Specs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes module objects for specs and sets their import attributes (PEP 451).
public final class ModuleFactory {

  /// What is set anew for a module that exists already.
  static final List<String> ATTRIBUTES =
      List.of(
          "__name__",
          "__loader__",
          "__package__",
          "__spec__",
          "__path__",
          "__file__",
          "__cached__");

  private final ModuleSpec spec;
  private final Map<String, @Nullable Object> names;
  private final boolean override;

  private ModuleFactory(ModuleSpec spec, ModuleObject module, boolean override) {
    this.spec = spec;
    this.override = override;
    names = module.namespace();
  }

  /// Makes the module of a spec, not yet executed and not registered.
  ///
  /// @throws Exception what the loader's create step raises
  public static Object create(ModuleSpec spec, @Nullable ModuleOwner owner) throws Exception {
    Loader loader = spec.loader();
    Object made = loader == null ? null : loader.createModule(spec);
    Object module = made == null ? Modules.create(spec.name(), null, owner) : made;
    if (module instanceof ModuleObject object) {
      setMissingAttributes(spec, object);
    }
    return module;
  }

  /// Sets the import attributes that are absent or null (SPEC-05).
  public static void setMissingAttributes(ModuleSpec spec, ModuleObject module) {
    ModuleFactory factory = new ModuleFactory(spec, module, false);
    factory.set("__name__", spec.name());
    factory.setAttributes();
  }

  /// Sets the import attributes anew, as on a reload or when a module is adopted.
  ///
  /// @param keepName whether `__name__` stays as it is
  public static void overrideAttributes(ModuleSpec spec, ModuleObject module, boolean keepName) {
    ModuleFactory factory = new ModuleFactory(spec, module, true);
    if (!keepName) {
      factory.set("__name__", spec.name());
    }
    factory.setAttributes();
  }

  private void setAttributes() {
    if (override || names.get("__loader__") == null) {
      names.put("__loader__", loader());
    }
    set("__package__", spec.parent());
    names.put("__spec__", spec);
    if (spec.submoduleSearchLocations() != null) {
      set("__path__", spec.submoduleSearchLocations());
    }
    if (spec.hasLocation()) {
      set("__file__", spec.origin());
      if (spec.cached() != null) {
        set("__cached__", spec.cached());
      }
    }
  }

  /// The loader of the spec. A spec of a namespace package gets one here; such a package has a
  /// `__file__` of null (NS-02).
  private @Nullable Loader loader() {
    if (spec.loader() == null && spec.submoduleSearchLocations() != null) {
      Specs.setLoader(spec, new NamespaceLoader());
      names.put("__file__", null);
    }
    return spec.loader();
  }

  private void set(String attribute, @Nullable Object value) {
    if (override || names.get(attribute) == null) {
      names.put(attribute, value);
    }
  }
}
