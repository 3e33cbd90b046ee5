// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.broken;

/// The script files know native modules.
public final class Broken {
  public final Class<?> other = dev.tenon.nativeext.broken.Broken.class;
}
