// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

/// A function pointer that C can call until it is closed. Afterwards another callback may get it.
public interface NativeCallback extends AutoCloseable {

  /// The address for C.
  long address();

  /// Releases the function pointer.
  @Override
  void close();
}
