// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal.broken;

/// The terminal uses what a subcommand is made of.
public final class Broken {
  public final Class<?> other = dev.tenon.cli.command.broken.Broken.class;
}
