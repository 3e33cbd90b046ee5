// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.module.Loader;
import org.jspecify.annotations.Nullable;

/// A loader that can hand out the code of its modules, so that they can be run in any namespace:
/// under another name, or as the main program (PEP 302, PEP 338).
public interface CodeLoader extends Loader {

  /// The code of a module; it is not run.
  ///
  /// @param name the full name of the module
  /// @return null if the module has no code
  /// @throws dev.tenon.error.ImportException if the code cannot be had
  @Nullable Code getCode(String name);
}
