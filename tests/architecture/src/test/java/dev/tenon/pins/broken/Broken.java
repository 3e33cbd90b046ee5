// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins.broken;

/// The pins use the runner above them.
public final class Broken {
  public final Class<?> runner = dev.tenon.run.broken.Broken.class;
}
