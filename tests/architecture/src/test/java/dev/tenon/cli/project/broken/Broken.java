// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.project.broken;

/// Making projects uses what is known of modules.
public final class Broken {
  public final Class<?> other = dev.tenon.cli.module.broken.Broken.class;
}
