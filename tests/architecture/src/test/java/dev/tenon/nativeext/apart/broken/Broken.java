// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.apart.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.nativeext.image.broken.Broken.class;
}
