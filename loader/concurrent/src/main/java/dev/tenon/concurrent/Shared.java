// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.text.TypeNames;
import java.util.Objects;

/// An object that several interpreters may use, because its owner says so: it crosses as it is and
/// is not copied. It has to be safe for many threads. What belongs to one interpreter, a module or
/// a function of it, cannot be shared.
///
/// @param <T> the type of the object
public final class Shared<T> {

  private final T object;

  private Shared(T object) {
    this.object = object;
  }

  /// Shares an object.
  ///
  /// @throws NotShareableError if it belongs to one interpreter
  public static <T> Shared<T> of(T object) {
    Objects.requireNonNull(object, "object");
    String reason = Belongings.whyBound(object);
    if (reason != null) {
      throw new NotShareableError(TypeNames.of(object), reason);
    }
    return new Shared<>(object);
  }

  /// The object.
  public T get() {
    return object;
  }

  @Override
  public String toString() {
    return "<Shared %s>".formatted(TypeNames.of(object));
  }
}
