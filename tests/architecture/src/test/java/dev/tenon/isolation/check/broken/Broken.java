// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check.broken;

/// The check uses native support, of which it should see only the files.
public final class Broken {
  public final Class<?> other = dev.tenon.nativeext.broken.Broken.class;
}
