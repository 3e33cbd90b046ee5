// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The import attributes of a namespace in which code is run.
///
/// @param name its `__name__`
/// @param packageName its `__package__`
/// @param spec its `__spec__`; null for a script
/// @param loader its `__loader__`
/// @param file its `__file__`
record RunAttributes(
    String name,
    String packageName,
    @Nullable ModuleSpec spec,
    @Nullable Loader loader,
    @Nullable String file) {

  /// Those of a module that has a spec.
  static RunAttributes ofModule(String name, ModuleSpec spec) {
    return new RunAttributes(
        name, spec.parent(), spec, spec.loader(), spec.hasLocation() ? spec.origin() : null);
  }

  /// Those of a script without a spec.
  static RunAttributes ofScript(String name, @Nullable Loader loader, String file) {
    return new RunAttributes(name, parent(name), null, loader, file);
  }

  static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  RunAttributes inPackage(String other) {
    return new RunAttributes(name, other, spec, loader, file);
  }

  /// Sets all of them.
  void setIn(Map<String, @Nullable Object> namespace) {
    namespace.put("__name__", name);
    namespace.put("__file__", file);
    namespace.put("__cached__", spec == null ? null : spec.cached());
    namespace.put("__doc__", null);
    namespace.put("__loader__", loader);
    namespace.put("__package__", packageName);
    namespace.put("__spec__", spec);
  }
}
