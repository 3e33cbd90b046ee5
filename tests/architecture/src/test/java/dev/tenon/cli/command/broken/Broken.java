// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command.broken;

/// What a subcommand is made of uses one of them.
public final class Broken {
  public final Class<?> other = dev.tenon.cli.project.broken.Broken.class;
}
