// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.module.ModuleObject;
import dev.tenon.registry.SysModules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An entry of a map that can be put back to what it was.
final class Registration {

  private final Map<String, @Nullable Object> map;
  private final String key;
  private final boolean wasThere;
  private final @Nullable Object before;

  private Registration(Map<String, @Nullable Object> map, String key) {
    this.map = map;
    this.key = key;
    wasThere = map.containsKey(key);
    before = map.get(key);
  }

  private static Runnable put(Map<String, @Nullable Object> map, String key, ModuleObject module) {
    Registration entry = new Registration(map, key);
    map.put(key, module);
    return entry::putBack;
  }

  /// Registers a module.
  ///
  /// @return what puts back what was registered before
  static Runnable inSys(SysModules modules, String name, ModuleObject module) {
    return put(modules.asMap(), name, module);
  }

  /// Registers a module and binds it in its package, as an import does.
  ///
  /// @return what undoes both
  static Runnable withParent(SysModules modules, String name, ModuleObject module) {
    Runnable undo = inSys(modules, name, module);
    if (!(modules.get(RunAttributes.parent(name)) instanceof ModuleObject parent)) {
      return undo;
    }
    Runnable unbind = put(parent.namespace(), name.substring(name.lastIndexOf('.') + 1), module);
    return () -> {
      unbind.run();
      undo.run();
    };
  }

  private void putBack() {
    if (wasThere) {
      map.put(key, before);
    } else {
      map.remove(key);
    }
  }
}
