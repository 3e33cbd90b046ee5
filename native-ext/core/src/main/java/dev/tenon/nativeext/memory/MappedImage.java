// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.memory;

import dev.tenon.error.kind.ValueError;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The memory of one mapped library. Every pointer that a descriptor contains is checked with it
/// before it is followed, so that a bad descriptor is an error and no crash.
public final class MappedImage {

  /// The longest text that a descriptor may contain.
  static final int MAX_TEXT = 1 << 20;

  /// A range of addresses that the process may read.
  public record Range(long start, long end) {
    boolean contains(long address, long length) {
      return address >= start && length <= end - address;
    }
  }

  private final List<Range> readable;
  private final List<Range> executable;
  private final LongPredicate isCodeElsewhere;
  private final @Nullable Path copied;
  private final long start;

  /// How far from here the code lies that is called; 0 in an image that is no copy.
  private final long distance;

  private final boolean isApart;

  /// An image of these ranges.
  ///
  /// @param isCodeElsewhere whether another library has code at an address
  public MappedImage(List<Range> readable, List<Range> executable, LongPredicate isCodeElsewhere) {
    this(readable, executable, isCodeElsewhere, null, 0, false);
  }

  private MappedImage(
      List<Range> readable,
      List<Range> executable,
      LongPredicate isCodeElsewhere,
      @Nullable Path copied,
      long distance,
      boolean isApart) {
    this.copied = copied;
    this.distance = distance;
    this.isApart = isApart;
    this.readable = List.copyOf(readable);
    this.executable = List.copyOf(executable);
    this.isCodeElsewhere = isCodeElsewhere;
    this.start = readable.stream().mapToLong(Range::start).min().orElse(0);
  }

  /// An image that is a copy of a library's contents, so that its code cannot be called.
  public static MappedImage copied(
      List<Range> readable, List<Range> executable, LongPredicate isCodeElsewhere, Path file) {
    return new MappedImage(readable, executable, isCodeElsewhere, file, 0, false);
  }

  /// This copy for a library that another process has mapped. Functions that it has from other
  /// libraries count as no code, because nobody knows here where they lie there.
  ///
  /// @param there how far from here the library lies in that process
  public MappedImage apart(long there) {
    return new MappedImage(readable, executable, _ -> false, null, there, true);
  }

  /// Whether another process has the library mapped.
  public boolean isApart() {
    return isApart;
  }

  /// Where something of the library lies for those who call it.
  public long placeOf(long address) {
    return address == 0 ? 0 : address + distance;
  }

  /// The file that this is a copy of; null for a library that is mapped.
  public @Nullable Path copiedFrom() {
    return copied;
  }

  /// Whether the library, or another one that it may have a function from, has code at an address.
  public boolean isCode(long address) {
    return find(executable, address, 1) != null || isCodeElsewhere.test(address);
  }

  /// How far into the library an address is, in bytes.
  public long offsetOf(long address) {
    return address - start;
  }

  /// Whether all of a stretch of memory belongs to the library.
  public boolean contains(long address, long length) {
    return find(readable, address, length) != null;
  }

  /// The range that has all of a stretch of memory. Every pointer of every table comes here,
  /// several times: a stream takes longer than the rest.
  private static @Nullable Range find(List<Range> ranges, long address, long length) {
    for (Range range : ranges) {
      if (range.contains(address, length)) {
        return range;
      }
    }
    return null;
  }

  /// Whether an address is that of a text that could be a name, or of a structure that begins with
  /// its size.
  public boolean hasWords(long address) {
    if (isPointer(address)) {
      return false; // the bytes of an address may look like a short text
    }
    try {
      String text = text(address);
      return !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
    } catch (ValueError _) {
      return false;
    }
  }

  private boolean isPointer(long address) {
    return address % Long.BYTES == 0
        && contains(address, Long.BYTES)
        && contains(Memory.getLong(address), 1);
  }

  /// The text at an address.
  ///
  /// @throws ValueError if it is outside of the library, too long or no UTF-8; the message says
  ///   which
  public String text(long address) {
    Range range = find(readable, address, 1);
    if (range == null) {
      throw new ValueError("pointer %#x, which is outside the library".formatted(address));
    }
    int limit = (int) Math.min(range.end() - address, MAX_TEXT);
    int length = 0;
    while (length < limit && Memory.getByte(address + length) != 0) {
      length++;
    }
    if (length == limit) {
      throw new ValueError("a text of more than %d bytes without NUL".formatted(limit));
    }
    try {
      return Memory.getText(address, length);
    } catch (CharacterCodingException e) {
      throw new ValueError("bytes that are no UTF-8", e);
    }
  }
}
