// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.cdef.tool.broken.Broken.class;
}
