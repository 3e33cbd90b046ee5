// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import dev.tenon.error.kind.AttributeError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object with attributes that has a say in what they are: a module, or a resource of one.
public interface Attributed {

  /// The name of its type in messages, without that of a module: `"module"`, `"Counter"`.
  String typeName();

  /// What a call of the object itself calls; null if it cannot be called.
  default @Nullable TenonCallable asCallable() {
    return null;
  }

  /// Reads an attribute.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if there is none
  @Nullable Object get(String attribute);

  /// Reads an attribute, or gives `fallback` if there is none.
  default @Nullable Object getOrDefault(String attribute, @Nullable Object fallback) {
    try {
      return get(attribute);
    } catch (AttributeError _) {
      return fallback;
    }
  }

  /// Stores an attribute.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if it cannot be stored
  void set(String attribute, @Nullable Object value);

  /// Deletes an attribute.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if there is none, or it cannot be deleted
  void delete(String attribute);

  /// The names of the attributes, sorted.
  List<String> dir();

  /// Calls an attribute.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if there is none
  /// @throws dev.tenon.error.kind.TypeError if it cannot be called or the arguments do not fit it
  @Nullable Object call(String function, @Nullable Object... arguments);
}
