// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Notices when a module has the name of another one further back on the meta path or the path: the
/// one that the user wanted may be the other.
public final class HiddenModules {

  private final ImportMachinery machinery;

  HiddenModules(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// A sentence for each module that a loaded one hides.
  List<String> notesOn(ModuleObject module) {
    if (!(module.namespace().get("__spec__") instanceof ModuleSpec spec)) {
      return List.of();
    }
    String parent = ModuleNames.parent(spec.name());
    @Nullable List<String> path =
        parent.isEmpty() ? null : PackagePath.of(machinery.modules().get(parent));
    List<String> notes = new ArrayList<>();
    for (MetaPathFinder finder : machinery.finders().metaPath()) {
      for (ModuleSpec other : allSpecs(finder, spec.name(), path)) {
        if (!isSame(other, spec)) {
          notes.add(note(spec, other));
        }
      }
    }
    return notes;
  }

  private List<ModuleSpec> allSpecs(
      @Nullable MetaPathFinder finder, String name, @Nullable List<String> path) {
    try {
      return finder == null
          ? List.of()
          : machinery.ask(finder, () -> finder.findAllSpecs(name, path));
    } catch (RuntimeException _) {
      // It is asked for the sake of an error message only.
      return List.of();
    }
  }

  private static boolean isSame(ModuleSpec other, ModuleSpec spec) {
    return other.equals(spec)
        || (other.hasLocation() && Objects.equals(other.origin(), spec.origin()));
  }

  private static String note(ModuleSpec spec, ModuleSpec other) {
    return "%s hides another module %s, %s; rename it or change the order of the path"
        .formatted(placeOf(spec), Escapes.quoted(spec.name()), placeOf(other));
  }

  private static String placeOf(ModuleSpec spec) {
    String origin = spec.origin();
    return origin == null ? "the one of " + spec.loader() : "'" + origin + "'";
  }
}
