// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.broken;

/// Reads declarations and chooses a backend.
public final class Broken {
  public final Class<?> backend = dev.tenon.nativeext.ffm.broken.Broken.class;
}
