// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr.broken;

/// One back end uses the other.
public final class Broken {
  public final Class<?> other = dev.tenon.nativeext.ffm.broken.Broken.class;
}
