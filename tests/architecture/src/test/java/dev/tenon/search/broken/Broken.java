// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.event.broken.Broken.class;
}
