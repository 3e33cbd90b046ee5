// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.cdef.parser.broken.Broken.class;
}
