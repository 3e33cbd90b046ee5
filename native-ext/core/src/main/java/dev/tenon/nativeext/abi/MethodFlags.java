// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import dev.tenon.module.CallTraits;
import dev.tenon.module.ThreadSupport;
import org.jspecify.annotations.Nullable;

/// The flags of a `TnMethod`.
///
/// @param bits as in the descriptor
public record MethodFlags(int bits) {

  static final int BLOCKING = 1;
  static final int NO_CALLBACK = 2;
  static final int SERIALIZED = 4;
  static final int CONCURRENT = 8;
  static final int KEYWORDS = 16;
  private static final int ALL = BLOCKING | NO_CALLBACK | SERIALIZED | CONCURRENT | KEYWORDS;

  private boolean has(int flag) {
    return (bits & flag) != 0;
  }

  public boolean isLeaf() {
    return has(NO_CALLBACK);
  }

  public boolean takesKeywords() {
    return has(KEYWORDS);
  }

  /// What they declare about calls.
  public CallTraits traits() {
    ThreadSupport threads =
        has(SERIALIZED) ? ThreadSupport.SERIALIZED : has(CONCURRENT) ? ThreadSupport.FREE : null;
    return new CallTraits(threads, has(BLOCKING));
  }

  /// What is wrong with them; null if nothing is.
  ///
  /// @param signature of the function, null for a dynamic one
  public @Nullable String fault(@Nullable String signature) {
    if ((bits & ~ALL) != 0) {
      return "unknown flags %#x".formatted(bits & ~ALL);
    }
    if (has(SERIALIZED) && has(CONCURRENT)) {
      return "both TN_SERIALIZED and TN_CONCURRENT";
    }
    if (has(KEYWORDS) && signature != null) {
      return "TN_KEYWORDS on a typed function";
    }
    if (has(NO_CALLBACK) && has(BLOCKING)) {
      return "both TN_NO_CALLBACK and TN_BLOCKING";
    }
    if (has(NO_CALLBACK) && (signature == null || signature.contains("context"))) {
      return "TN_NO_CALLBACK on a function that gets the context";
    }
    return null;
  }
}
