// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile.broken;

/// Compiling uses the room of another subcommand.
public final class Broken {
  public final Class<?> other = dev.tenon.tools.inspect.broken.Broken.class;
}
