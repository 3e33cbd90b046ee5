package dev.tenon.imports;

import dev.tenon.error.AttributeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Warning;
import org.jspecify.annotations.Nullable;

/// Binds submodules as attributes of their packages.
final class ParentBinding {

  private final ImportMachinery machinery;

  ParentBinding(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// Binds an imported module in its package, if it has one. Where that is not possible a warning
  /// is given (IMP-16).
  void bind(String name, @Nullable Object module) {
    String parent = ModuleNames.parent(name);
    if (parent.isEmpty()) {
      return;
    }
    String child = ModuleNames.tail(name);
    if (!set(machinery.modules().get(parent), child, module)) {
      String text =
          "Cannot set an attribute on %s for child module %s"
              .formatted(Escapes.quoted(parent), Escapes.quoted(child));
      machinery.owner().warn(new Warning(Warning.Category.IMPORT, text));
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
