// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// An attribute was read, set or deleted that the object does not have. CPython's AttributeError.
public final class AttributeError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final @Nullable String name;
  private final transient @Nullable Object object;

  /// An error with a message.
  public AttributeError(@Nullable String message) {
    super(message);
    name = null;
    object = null;
  }

  /// An error with a message that was caused by another one.
  public AttributeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    name = null;
    object = null;
  }

  /// An error that knows what was missing where.
  ///
  /// @param name the attribute
  /// @param object whose attribute it would be
  public AttributeError(@Nullable String message, String name, @Nullable Object object) {
    super(message);
    this.name = name;
    this.object = object;
  }

  /// The name of the attribute; null if the error does not know it. CPython's `name`.
  public @Nullable String name() {
    return name;
  }

  /// The object that was asked; null if the error does not know it, and after it was serialized.
  /// CPython's `obj`.
  public @Nullable Object object() {
    return object;
  }

  @Override
  public String kind() {
    return "AttributeError";
  }
}
