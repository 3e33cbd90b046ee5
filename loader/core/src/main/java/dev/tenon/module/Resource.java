// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.value.Attributed;

/// An object of a type that a native module defines, with something of the module's behind it: a C
/// struct. Its attributes are the methods and properties of the type, `__module__`,
/// `__impl_module__` and `__doc__`. Any thread may use it; calls into a serialized module run one
/// at a time.
///
/// What is behind it is released exactly once: by [#close], after nobody can reach the resource any
/// more, or at the end of its module. A method or property that is running keeps it until it
/// returns.
public interface Resource extends Attributed, Defined, AutoCloseable {

  /// The name of the type, without that of the module.
  @Override
  String typeName();

  /// The module instance that defines the type, whose state its methods see.
  @Override
  ModuleObject module();

  /// Whether it has been closed. Attributes raise ValueError from then on.
  boolean isClosed();

  /// Closes it: later uses raise ValueError. What is behind it is released at once, or by the last
  /// method or property that is running on any thread when that returns; closing never waits for
  /// one. Closing again does nothing.
  @Override
  void close();
}
