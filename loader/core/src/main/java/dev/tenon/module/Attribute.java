// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.module.namespace.Namespace;
import dev.tenon.value.Attributed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A handle on one attribute of one module, for callers that read it often. It reads in about a
/// nanosecond and sees every later change, also those made through the raw namespace. Any thread
/// may use it.
public final class Attribute {

  private final Attributed module;
  private final Function<String, Namespace.@Nullable Place> places;
  private final String name;
  private Namespace.Place place = Namespace.Place.LOST;

  Attribute(Attributed module, Function<String, Namespace.@Nullable Place> places, String name) {
    this.module = module;
    this.places = places;
    this.name = name;
  }

  /// The name of the attribute.
  public String name() {
    return name;
  }

  /// The present value.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if the module has no such attribute now
  public @Nullable Object get() {
    // The race on `place` is benign: its fields are final and a stale one says so itself.
    Object value = place.read();
    if (value != Namespace.ABSENT) {
      return value;
    }
    Namespace.Place now = places.apply(name);
    place = now == null ? Namespace.Place.LOST : now;
    return module.get(name);
  }

  /// Changes the value.
  public void set(@Nullable Object value) {
    module.set(name, value);
  }
}
