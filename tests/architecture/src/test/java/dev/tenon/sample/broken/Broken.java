// SPDX-License-Identifier: Apache-2.0
package dev.tenon.sample.broken;

/// A sample uses what is not for modules.
public final class Broken {
  public final Class<?> support = dev.tenon.nativeext.broken.Broken.class;
}
