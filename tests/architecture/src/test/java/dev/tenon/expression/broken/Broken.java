// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression.broken;

/// The small language uses the runner above it.
public final class Broken {
  public final Class<?> runner = dev.tenon.run.broken.Broken.class;
}
