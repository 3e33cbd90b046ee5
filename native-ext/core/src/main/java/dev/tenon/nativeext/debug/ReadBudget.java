// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

/// How much of a file is still read, in total: offsets of a hostile file can name the same bytes
/// again and again.
final class ReadBudget {

  private static final long MAX_BYTES = 1L << 31;
  private static final long MAX_TEXT = 1L << 27;

  private long bytes = MAX_BYTES;
  private long text = MAX_TEXT;

  /// Counts bytes that are read.
  void spend(long count) {
    bytes -= count;
    if (bytes < 0) {
      throw new IllegalArgumentException("its parts refer to each other too often");
    }
  }

  /// Counts characters that are kept.
  void keep(long count) {
    text -= count;
    if (text < 0) {
      throw new IllegalArgumentException(
          "it has more than %d MiB of names".formatted(MAX_TEXT >> 20));
    }
  }
}
