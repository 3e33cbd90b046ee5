// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import java.nio.file.Path;

/// One mapped copy of a library, which belongs to a private image.
///
/// @param file what it was copied from
/// @param handle what symbols are looked up with
/// @param former the address of its own name
record ImageCopy(Path file, long handle, long former) {

  /// Unmaps it.
  ///
  /// @return whether it is gone
  boolean unmap(ImageCalls calls) {
    return calls.unmap(handle, former);
  }
}
