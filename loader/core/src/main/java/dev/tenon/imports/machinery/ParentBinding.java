// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.SysModules;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import org.jspecify.annotations.Nullable;

/// Binds submodules as attributes of their packages.
final class ParentBinding {

  private final ModuleOwner owner;
  private final SysModules modules;

  ParentBinding(ModuleOwner owner, SysModules modules) {
    this.owner = owner;
    this.modules = modules;
  }

  /// Binds an imported module in its package, if it has one. Where that is not possible a warning
  /// is given (IMP-16).
  void bind(String name, @Nullable Object module) {
    String parent = ModuleNames.parent(name);
    if (parent.isEmpty()) {
      return;
    }
    String child = ModuleNames.tail(name);
    if (!set(modules.get(parent), child, module)) {
      String text =
          "Cannot set an attribute on %s for child module %s"
              .formatted(Escapes.quoted(parent), Escapes.quoted(child));
      owner.warn(new Warning(Warning.Category.IMPORT, text));
    }
  }

  private static boolean set(@Nullable Object parent, String attribute, @Nullable Object module) {
    if (!(parent instanceof ModuleObject object)) {
      return false;
    }
    try {
      object.set(attribute, module);
      return true;
    } catch (AttributeError _) {
      return false;
    }
  }
}
