// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Warning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the package that relative imports of a caller start from, by the caller's globals: its
/// `__package__`, else the parent of its `__spec__`, else what its `__name__` and `__path__` say.
final class CallerPackage {

  private final Map<String, ? extends @Nullable Object> globals;
  private final ModuleOwner owner;

  private CallerPackage(Map<String, ? extends @Nullable Object> globals, ModuleOwner owner) {
    this.globals = globals;
    this.owner = owner;
  }

  /// The name of the package.
  ///
  /// @throws ImportException if the caller is in no package
  /// @throws TypeError if `__package__` or `__name__` is no text (REL-05)
  /// @throws KeyError if nothing names the package
  static String of(Map<String, ? extends @Nullable Object> globals, ModuleOwner owner) {
    String name = new CallerPackage(globals, owner).find();
    if (name.isEmpty()) {
      throw new ImportException("attempted relative import with no known parent package", null);
    }
    return name;
  }

  private String find() {
    Object declared = globals.get("__package__");
    Object spec = globals.get("__spec__");
    if (declared != null) {
      return declared(declared, spec);
    }
    return spec == null ? fromName() : parentOf(spec);
  }

  private String declared(Object declared, @Nullable Object spec) {
    if (!(declared instanceof String name)) {
      throw new TypeError("package must be a string, found '%s'".formatted(TypeNames.of(declared)));
    }
    if (spec != null && !name.equals(parentOf(spec))) {
      warn(
          Warning.Category.DEPRECATION,
          "__package__ != __spec__.parent (%s != %s)"
              .formatted(Escapes.quoted(name), Escapes.quoted(parentOf(spec))));
    }
    return name;
  }

  private static String parentOf(Object spec) {
    if (spec instanceof ModuleSpec found) {
      return found.parent();
    }
    throw new AttributeError("'%s' object has no attribute 'parent'".formatted(TypeNames.of(spec)));
  }

  private String fromName() {
    warn(
        Warning.Category.IMPORT,
        "can't resolve package from __spec__ or __package__, falling back on __name__ and"
            + " __path__");
    if (!globals.containsKey("__name__")) {
      throw new KeyError("'__name__' not in globals");
    }
    if (!(globals.get("__name__") instanceof String name)) {
      throw new TypeError(
          "__name__ must be a string, found '%s'".formatted(TypeNames.of(globals.get("__name__"))));
    }
    return globals.containsKey("__path__") ? name : ModuleNames.parent(name);
  }

  private void warn(Warning.Category category, String text) {
    owner.warn(new Warning(category, text));
  }
}
