// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.heap.broken;

/// Heap dumps use what is found out.
public final class Broken {
  public final Class<?> other = dev.tenon.isolation.broken.Broken.class;
}
