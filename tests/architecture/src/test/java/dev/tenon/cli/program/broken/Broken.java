// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program.broken;

/// The run of programs uses the prompt.
public final class Broken {
  public final Class<?> other = dev.tenon.cli.repl.broken.Broken.class;
}
