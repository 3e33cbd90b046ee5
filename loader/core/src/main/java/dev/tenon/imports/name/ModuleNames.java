// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.name;

import dev.tenon.error.ImportException;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import org.jspecify.annotations.Nullable;

/// Takes full module names apart and resolves relative ones.
public final class ModuleNames {

  private ModuleNames() {}

  /// Checks a full name before anything is done for each of its parts.
  ///
  /// @throws ImportException if it is longer than [Limit#MODULE_NAME] or has more parts than
  ///   [Limit#MODULE_NAME_PARTS]
  public static void requireBounded(String name) {
    if (name.length() > Limit.MODULE_NAME.most()) {
      throw tooLong(name, Limit.MODULE_NAME.exceededBy(name.length()));
    }
    if (name.length() > Limit.MODULE_NAME_PARTS.most()) {
      long parts = name.chars().filter(each -> each == '.').count() + 1;
      if (parts > Limit.MODULE_NAME_PARTS.most()) {
        throw tooLong(name, Limit.MODULE_NAME_PARTS.exceededBy(parts));
      }
    }
  }

  private static ImportException tooLong(String name, String found) {
    return new ImportException(
        "cannot import %s: its name has %s".formatted(Escapes.quoted(name), found), name);
  }

  /// The part before the last dot; empty for a top-level module.
  public static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  /// The part after the last dot.
  public static String tail(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The part before the first dot.
  public static String top(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// Resolves a name with leading dots against a package (REL-09).
  ///
  /// @throws ImportException if it leads beyond the top-level package
  public static String resolve(String name, @Nullable String packageName) {
    int level = level(name);
    if (level == 0) {
      return name;
    }
    if (packageName == null || packageName.isEmpty()) {
      throw new ImportException(
          "no package specified for %s (required for relative module names)"
              .formatted(Escapes.quoted(name)),
          name);
    }
    return resolve(name.substring(level), packageName, level);
  }

  /// The number of dots at the beginning of a name.
  public static int level(String name) {
    int level = 0;
    while (level < name.length() && name.charAt(level) == '.') {
      level++;
    }
    return level;
  }

  /// Resolves a name that is `level` packages up from a package.
  ///
  /// @throws ImportException if it leads beyond the top-level package
  public static String resolve(String name, String packageName, int level) {
    String base = packageName;
    for (int up = 1; up < level && !base.isEmpty(); up++) {
      base = parent(base);
    }
    if (base.isEmpty()) {
      throw new ImportException(
          "attempted relative import beyond top-level package", name.isEmpty() ? null : name);
    }
    return name.isEmpty() ? base : base + "." + name;
  }
}
