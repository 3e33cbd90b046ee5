// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import java.lang.foreign.MemorySegment;

/// How a number or pointer travels in a native call.
public enum NativeType implements NativeValue {
  /// A whole number or pointer of up to 64 bits, already extended to a Java `long`. The upper bits
  /// of a narrower result are undefined.
  WORD(long.class),
  /// A pointer to native memory that must not be freed during the call; for parameters only.
  POINTER(MemorySegment.class),
  /// A `float`.
  FLOAT(float.class),
  /// A `double`.
  DOUBLE(double.class),
  /// No value; for results only.
  VOID(void.class);

  private final Class<?> carrier;

  NativeType(Class<?> carrier) {
    this.carrier = carrier;
  }

  @Override
  public Class<?> carrier() {
    return carrier;
  }
}
