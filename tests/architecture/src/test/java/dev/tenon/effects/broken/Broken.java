// SPDX-License-Identifier: Apache-2.0
package dev.tenon.effects.broken;

/// The measuring of phases uses the runner above it.
public final class Broken {
  public final Class<?> runner = dev.tenon.run.broken.Broken.class;
}
