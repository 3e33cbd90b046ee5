// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import org.jspecify.annotations.Nullable;

/// Something the import system does on the way to a module.
@FunctionalInterface
public interface Step<T extends @Nullable Object> {

  /// Does it.
  ///
  /// @throws Exception what a finder, a loader or a body raises
  T run() throws Exception;
}
