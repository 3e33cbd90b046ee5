// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

/// That a native module is run with checks: leaked references, contexts used at the wrong time or
/// by the wrong thread, failures on purpose.
///
/// @param failingCall the number of the call to the host that fails in each instance of the module,
///   so that its authors see how it deals with failures; 0 for none
public record CheckOptions(int failingCall) {

  /// Options.
  ///
  /// @throws IllegalArgumentException if the number is negative
  public CheckOptions {
    if (failingCall < 0) {
      throw new IllegalArgumentException(
          "the failing call is %d, expected 1 or more, or 0 for none".formatted(failingCall));
    }
  }
}
