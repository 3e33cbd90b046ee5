// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

/// Parts of Tenon that cannot be Java modules, because what they need is none.
public final class Parts {

  private static final Module OWN = Parts.class.getModule();

  private Parts() {}

  /// Lets the classes of a part use what is exported to Tenon's own modules by name. On the class
  /// path they may anyhow.
  ///
  /// @param loader the class loader of the part, which is in its unnamed module
  public static void admit(ClassLoader loader) {
    if (OWN.isNamed()) {
      OWN.addExports("dev.tenon.input", loader.getUnnamedModule());
      OWN.addExports("dev.tenon.text", loader.getUnnamedModule());
    }
  }
}
