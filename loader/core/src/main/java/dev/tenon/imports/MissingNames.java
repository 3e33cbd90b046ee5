// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.machinery.ImportMachinery;
import dev.tenon.imports.machinery.MissingAttributes;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.text.NearNames;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the errors of from-imports that name something a module does not have.
final class MissingNames {

  private final ImportSystem system;

  MissingNames(ImportSystem system) {
    this.system = system;
  }

  /// The error for one name.
  ImportException missing(@Nullable Object module, String name) {
    if (!(module instanceof ModuleObject object)
        || !(object.getOrDefault("__name__", null) instanceof String moduleName)) {
      return new ImportException(
          "cannot import name %s from '<unknown module name>' (unknown location)"
              .formatted(Escapes.quoted(name)),
          null);
    }
    String path = pathOf(object);
    String place = path == null ? "unknown location" : path;
    return MissingAttributes.isInitializing(object)
        ? circular(name, moduleName, path, place)
        : new ImportException(
            "cannot import name %s from %s (%s)%s"
                .formatted(
                    Escapes.quoted(name),
                    Escapes.quoted(moduleName),
                    Escapes.inline(place),
                    hints(object, name)),
            moduleName,
            path,
            Phase.FIND);
  }

  private ImportException circular(
      String name, String module, @Nullable String path, String place) {
    ImportMachinery machinery = system.machinery();
    List<ImportException.Step> circle = ImportProgress.circle(machinery, module);
    return new ImportException(
        ("cannot import name %s from partially initialized module %s (most likely due to a"
                + " circular import) (%s)%s")
            .formatted(
                Escapes.quoted(name),
                Escapes.quoted(module),
                Escapes.inline(place),
                machinery.missingAttributes().circleText(module)),
        module,
        path,
        Phase.EXEC,
        circle);
  }

  private String hints(ModuleObject module, String name) {
    Optional<String> near = NearNames.nearest(name, module.namespace().keySet());
    return near.map(other -> "\n  did you mean %s?".formatted(Escapes.quoted(other))).orElse("")
        + system.machinery().missingAttributes().hiddenText(module);
  }

  private static @Nullable String pathOf(ModuleObject module) {
    if (module.getOrDefault("__file__", null) instanceof String file) {
      return file;
    }
    return module.getOrDefault("__spec__", null) instanceof ModuleSpec spec && spec.hasLocation()
        ? spec.origin()
        : null;
  }
}
