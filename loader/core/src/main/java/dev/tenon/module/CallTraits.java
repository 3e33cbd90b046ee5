// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import org.jspecify.annotations.Nullable;

/// What a function declares about how it wants to be called.
///
/// @param threads overrides what its module declares; null to follow the module
/// @param blocking whether the function may wait for something outside of the JVM for long, so that
///   a virtual thread has to leave its carrier to others meanwhile
public record CallTraits(@Nullable ThreadSupport threads, boolean blocking) {

  /// A function that declares nothing.
  public static final CallTraits NONE = new CallTraits(null, false);
}
