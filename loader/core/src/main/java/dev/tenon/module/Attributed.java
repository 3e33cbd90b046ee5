package dev.tenon.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object with attributes that has a say in what they are: a module, or a resource of one.
public interface Attributed {

  /// Reads an attribute.
  ///
  /// @throws dev.tenon.error.AttributeError if there is none
  @Nullable Object get(String attribute);

  /// Stores an attribute.
  ///
  /// @throws dev.tenon.error.AttributeError if it cannot be stored
  void set(String attribute, @Nullable Object value);

  /// Deletes an attribute.
  ///
  /// @throws dev.tenon.error.AttributeError if there is none, or it cannot be deleted
  void delete(String attribute);

  /// The names of the attributes, sorted.
  List<String> dir();

  /// Calls an attribute.
  ///
  /// @throws dev.tenon.error.AttributeError if there is none
  /// @throws dev.tenon.error.TypeError if it cannot be called or the arguments do not fit it
  @Nullable Object call(String function, @Nullable Object... arguments);
}
