// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.broken;

/// Uses the parser, a back end, Eclipse and a higher layer.
public final class Broken {
  public final Class<?> higher = dev.tenon.cdef.declaration.broken.Broken.class;
  public final Class<?> parser = dev.tenon.cdef.parser.broken.Broken.class;
  public final Class<?> backend = dev.tenon.nativeext.ffm.broken.Broken.class;
  public final Class<?> eclipse = org.eclipse.Fake.class;
}
