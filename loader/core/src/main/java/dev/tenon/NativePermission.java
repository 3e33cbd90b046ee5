// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import org.jspecify.annotations.Nullable;

/// Which native modules an interpreter may load.
///
/// @param allowed those it may; null for all
/// @param denied those it may not, whatever is allowed
record NativePermission(@Nullable NamePatterns allowed, NamePatterns denied) {

  boolean allows(String module) {
    return (allowed == null || allowed.match(module)) && !denied.match(module);
  }
}
