package dev.tenon.imports;

import org.jspecify.annotations.Nullable;

/// Compares what `sys.modules` holds: modules are the same only if they are one object.
final class Identity {

  private Identity() {}

  @SuppressWarnings("ReferenceEquality")
  static boolean same(@Nullable Object left, @Nullable Object right) {
    return left == right;
  }
}
