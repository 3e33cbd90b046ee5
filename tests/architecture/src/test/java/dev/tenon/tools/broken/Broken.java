// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.broken;

/// The tools use a backend, which native support finds as a service.
public final class Broken {
  public final Class<?> other = dev.tenon.nativeext.ffm.broken.Broken.class;
}
