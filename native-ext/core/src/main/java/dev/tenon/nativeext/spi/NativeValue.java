// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

/// How a value travels in a native call: as a number or pointer, or as the bytes of a struct.
public sealed interface NativeValue permits NativeType, NativeStruct {

  /// The Java type of such a value in a method handle.
  Class<?> carrier();
}
