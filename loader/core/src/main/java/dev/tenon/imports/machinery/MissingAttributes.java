// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// Explains why a module may lack an attribute: because it is only half imported, or because it
/// hides the module that was wanted.
public final class MissingAttributes {

  private final ImportMachinery machinery;
  private final Map<ModuleObject, List<String>> hidden = new WeakHashMap<>(2);

  MissingAttributes(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// What to say instead of a sentence about a missing attribute.
  public String explain(ModuleObject module, String attribute, String sentence) {
    String name = nameOf(module);
    if (isInitializing(module)) {
      return sentence + circleText(name);
    }
    String submodule = name + "." + attribute;
    if (machinery.modules().get(submodule) instanceof ModuleObject child && child.isPartial()) {
      return "cannot access submodule %s of module %s (most likely due to a circular import)"
              .formatted(Escapes.quoted(attribute), Escapes.quoted(name))
          + circleText(submodule);
    }
    return sentence + hiddenText(module);
  }

  private static String nameOf(ModuleObject module) {
    return module.namespace().get("__spec__") instanceof ModuleSpec spec
        ? spec.name()
        : module.name();
  }

  /// Whether the body of a module is running for the first time.
  public static boolean isInitializing(ModuleObject module) {
    return module.namespace().get("__spec__") instanceof ModuleSpec spec && spec.isInitializing();
  }

  /// The line that shows a circular import.
  public String circleText(String name) {
    List<ImportException.Step> circle = ImportProgress.circle(machinery, name);
    return circle.isEmpty()
        ? "\n  %s is being imported by another thread".formatted(Escapes.quoted(name))
        : "\n  circular import: " + ImportException.Step.textOf(circle);
  }

  /// The lines about modules that this one hides, each beginning with a line break. They are looked
  /// for once per module.
  public String hiddenText(ModuleObject module) {
    List<String> notes;
    synchronized (hidden) {
      notes = hidden.get(module);
    }
    if (notes == null) {
      notes = new HiddenModules(machinery).notesOn(module);
      synchronized (hidden) {
        hidden.put(module, notes);
      }
    }
    return notes.isEmpty() ? "" : "\n  " + String.join("\n  ", notes);
  }

  /// Forgets which modules hide others.
  public void invalidateCaches() {
    synchronized (hidden) {
      hidden.clear();
    }
  }
}
