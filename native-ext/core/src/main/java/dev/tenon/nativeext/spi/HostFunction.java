// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

/// A function of the one shape in which host library and JVM call each other: four words in, one
/// word out. Keeping to one shape keeps start-up short, because each further one costs the JVM
/// milliseconds.
@FunctionalInterface
public interface HostFunction {

  /// Calls the function. What the words mean depends on the function.
  long call(long a, long b, long c, long d);
}
