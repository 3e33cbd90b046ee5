// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import dev.tenon.module.CallTraits;
import dev.tenon.module.ThreadSupport;
import org.jspecify.annotations.Nullable;

/// The flags of a `TnMethod`.
///
/// @param bits as in the descriptor
public record MethodFlags(int bits) {

  private static final int ALL =
      Abi.TN_BLOCKING
          | Abi.TN_NO_CALLBACK
          | Abi.TN_SERIALIZED
          | Abi.TN_CONCURRENT
          | Abi.TN_KEYWORDS;

  private boolean has(int flag) {
    return (bits & flag) != 0;
  }

  public boolean isLeaf() {
    return has(Abi.TN_NO_CALLBACK);
  }

  public boolean takesKeywords() {
    return has(Abi.TN_KEYWORDS);
  }

  /// What they declare about calls.
  public CallTraits traits() {
    ThreadSupport threads =
        has(Abi.TN_SERIALIZED)
            ? ThreadSupport.SERIALIZED
            : has(Abi.TN_CONCURRENT) ? ThreadSupport.FREE : null;
    return new CallTraits(threads, has(Abi.TN_BLOCKING));
  }

  /// What is wrong with them; null if nothing is.
  ///
  /// @param signature of the function, null for a dynamic one
  public @Nullable String fault(@Nullable String signature) {
    if ((bits & ~ALL) != 0) {
      return "unknown flags %#x".formatted(bits & ~ALL);
    }
    if (has(Abi.TN_SERIALIZED) && has(Abi.TN_CONCURRENT)) {
      return "both TN_SERIALIZED and TN_CONCURRENT";
    }
    if (has(Abi.TN_KEYWORDS) && signature != null) {
      return "TN_KEYWORDS on a typed function";
    }
    if (has(Abi.TN_NO_CALLBACK) && has(Abi.TN_BLOCKING)) {
      return "both TN_NO_CALLBACK and TN_BLOCKING";
    }
    if (has(Abi.TN_NO_CALLBACK) && (signature == null || signature.contains("context"))) {
      return "TN_NO_CALLBACK on a function that gets the context";
    }
    return null;
  }
}
