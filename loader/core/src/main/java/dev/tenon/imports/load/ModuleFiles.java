// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.input.ArchivePlace;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files that a module was loaded from.
public final class ModuleFiles {

  private ModuleFiles() {}

  /// The file of a module and those that its loader needed besides, absolute; for a module in an
  /// archive the outermost one. Empty for a module that was not loaded from a file.
  public static List<Path> of(ModuleObject module) {
    if (!(module.namespace().get("__spec__") instanceof ModuleSpec spec)
        || spec.origin() == null
        || !spec.hasLocation()) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    find(String.valueOf(spec.origin())).ifPresent(files::add);
    if (spec.loader() instanceof ExtensionLoader loader) {
      for (Path needed : loader.neededFiles()) {
        find(needed.toString()).filter(file -> !files.contains(file)).ifPresent(files::add);
      }
    }
    return files;
  }

  /// The file of an origin; empty for text that is no path.
  public static Optional<Path> find(String origin) {
    try {
      return Optional.of(ArchivePlace.of(origin).file().toAbsolutePath());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
