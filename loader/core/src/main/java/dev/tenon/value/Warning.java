// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A warning that an import or a module gave.
///
/// @param category which kind of warning it is
/// @param message the text
/// @param place where the user's code caused it, as `File.java:12`; null if that is not known
public record Warning(Category category, String message, @Nullable String place) {
  public Warning {
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(message, "message");
  }

  /// A warning whose place is not known.
  public Warning(Category category, String message) {
    this(category, message, null);
  }

  /// The kinds of warnings, named as in CPython.
  public enum Category {
    /// Likely mistakes around imports.
    IMPORT("ImportWarning"),
    /// Dubious behaviour at run time.
    RUNTIME("RuntimeWarning"),
    /// Use of something that will go away.
    DEPRECATION("DeprecationWarning"),
    /// A warning of a module's own.
    USER("UserWarning");

    private final String label;

    Category(String label) {
      this.label = label;
    }

    /// CPython's name of the category.
    public String label() {
      return label;
    }
  }

  @Override
  public String toString() {
    return (place == null ? "" : place + ": ") + category.label() + ": " + message;
  }
}
