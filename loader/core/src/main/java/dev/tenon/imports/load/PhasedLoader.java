// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.Loader;

/// A loader that accounts for the phases of its modules itself.
public interface PhasedLoader extends Loader {

  /// Whether the body of a module waits until something of the module is wanted.
  boolean defersBody();

  /// Whether a module has been executed again only if its descriptor is another one.
  boolean executesDescriptors();
}
