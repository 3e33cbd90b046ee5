// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.input.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A library that is mapped once for the process, from a copy of its bytes. It stays mapped until
/// the process ends. Any thread may use it.
///
/// @param file what it was copied from, without symbolic links
/// @param hash SHA-256 of the file
/// @param handle what symbols are looked up with
/// @param place what the dynamic linker knows it as
/// @param needed the libraries that it was linked with and that are mapped so, too
public record SharedImage(Path file, String hash, long handle, String place, List<Needed> needed) {

  /// A library that another one needs.
  ///
  /// @param stamp what its file was like when it was mapped, or seen to have the same bytes
  record Needed(Path file, FileStamp stamp, SharedImage image) {}

  /// Whether the libraries that it needs are still as they were.
  boolean hasCurrentNeeded() {
    for (Needed each : needed) {
      try {
        if (!FileStamp.of(each.file()).equals(each.stamp()) || !each.image().hasCurrentNeeded()) {
          return false;
        }
      } catch (IOException _) {
        return false;
      }
    }
    return true;
  }
}
