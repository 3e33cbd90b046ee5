// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.script.broken.Broken.class;
}
