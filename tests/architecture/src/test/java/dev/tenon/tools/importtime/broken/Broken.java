// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime.broken;

/// Measuring uses a subcommand above it.
public final class Broken {
  public final Class<?> other = dev.tenon.tools.broken.Broken.class;
}
