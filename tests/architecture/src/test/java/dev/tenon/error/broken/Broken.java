// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.broken;

/// The lowest layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.module.broken.Broken.class;
}
