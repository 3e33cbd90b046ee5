// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.effects.broken.Broken.class;
}
