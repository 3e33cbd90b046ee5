// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module.broken;

/// What is known of modules uses the runs of programs.
public final class Broken {
  public final Class<?> other = dev.tenon.cli.program.broken.Broken.class;
}
