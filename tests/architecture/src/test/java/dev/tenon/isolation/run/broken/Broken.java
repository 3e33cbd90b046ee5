// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run.broken;

/// The runs use the check that starts them.
public final class Broken {
  public final Class<?> other = dev.tenon.isolation.check.broken.Broken.class;
}
