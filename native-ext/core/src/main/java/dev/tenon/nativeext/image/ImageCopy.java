// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import java.nio.file.Path;

/// One mapped copy of a library that is to be unmapped when nobody can call it any more.
///
/// @param file what it was copied from
/// @param handle what symbols are looked up with
/// @param former the address of its own name
/// @param afterwards runs when it is unmapped
record ImageCopy(Path file, long handle, long former, Runnable afterwards) {

  /// A copy whose end nobody waits for.
  ImageCopy(Path file, long handle, long former) {
    this(file, handle, former, () -> {});
  }

  /// Unmaps it.
  ///
  /// @return whether it is gone
  boolean unmap(ImageCalls calls) {
    boolean isGone = calls.unmap(handle, former);
    afterwards.run();
    return isGone;
  }
}
