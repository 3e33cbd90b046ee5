// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

/// Counts the threads that run code in the `__main__` of one interpreter.
final class Running {

  private int threads;

  synchronized void begin() {
    threads++;
  }

  synchronized void end() {
    threads--;
  }

  synchronized boolean isUnderWay() {
    return threads > 0;
  }
}
