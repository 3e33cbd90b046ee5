// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect.broken;

/// Inspecting uses the room of another subcommand.
public final class Broken {
  public final Class<?> other = dev.tenon.tools.importtime.broken.Broken.class;
}
