// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl.broken;

/// The prompt uses the command that it is a part of.
public final class Broken {
  public final Class<?> command = dev.tenon.cli.broken.Broken.class;
}
