// SPDX-License-Identifier: Apache-2.0
package dev.tenon.sample.counter;

/// The state of one instance of the module. The host lets one thread at a time in.
final class Counter {

  private long value;

  long next() {
    return ++value;
  }

  /// Wraps around at the ends of the 64 bits.
  long add(long amount) {
    value += amount;
    return value;
  }

  long value() {
    return value;
  }

  void reset() {
    value = 0;
  }
}
