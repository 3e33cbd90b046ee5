// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.code.broken.Broken.class;
}
