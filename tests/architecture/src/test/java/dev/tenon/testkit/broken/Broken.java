// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.broken;

/// The test kit uses the command.
public final class Broken {
  public final Class<?> command = dev.tenon.cli.broken.Broken.class;
}
