// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/// A struct or union that travels by value, carried as a memory segment of its size. A backend may
/// refuse it.
///
/// @param layout its members and the padding between them
public record NativeStruct(GroupLayout layout) implements NativeValue {

  @Override
  public Class<?> carrier() {
    return MemorySegment.class;
  }
}
