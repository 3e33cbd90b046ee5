// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory.broken;

/// The memory uses the runs that it is watched in.
public final class Broken {
  public final Class<?> other = dev.tenon.isolation.run.broken.Broken.class;
}
