// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input.broken;

/// The reading of bounded input uses a higher layer.
public final class Broken {
  public final Class<?> higher = dev.tenon.module.broken.Broken.class;
}
