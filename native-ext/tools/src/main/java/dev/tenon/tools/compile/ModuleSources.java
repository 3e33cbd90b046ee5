// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import java.nio.file.Path;
import java.util.List;

/// The sources of one module.
///
/// @param name the full name of the module
/// @param files the C files that its library is made of, in the order of their names
record ModuleSources(String name, List<Path> files) {

  /// The part of the name behind the last dot, which the module itself is called in its source.
  String tail() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The path of the library without its ending: `shop/price` for `shop.price`.
  String path() {
    return name.replace('.', '/');
  }
}
