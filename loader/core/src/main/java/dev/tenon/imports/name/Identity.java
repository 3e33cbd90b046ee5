// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.name;

import org.jspecify.annotations.Nullable;

/// Compares what `sys.modules` holds: modules are the same only if they are one object.
public final class Identity {

  private Identity() {}

  @SuppressWarnings("ReferenceEquality")
  public static boolean same(@Nullable Object left, @Nullable Object right) {
    return left == right;
  }
}
