// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.broken;

/// The isolation check uses native support, of which it should see only the files; what it finds
/// out uses the memory where it finds it.
public final class Broken {
  public final Class<?> memory = dev.tenon.isolation.memory.broken.Broken.class;
  public final Class<?> support = dev.tenon.nativeext.broken.Broken.class;
}
