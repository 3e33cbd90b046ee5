// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import java.util.Objects;

/// A line of a source file.
///
/// @param file the path of the file as the compiler recorded it; relative if the compiler was
///   called so and recorded no directory
/// @param line the line, from 1
public record SourcePlace(String file, int line) {
  public SourcePlace {
    Objects.requireNonNull(file, "file");
  }

  /// The place as `file:line`.
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
