// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.input.FileBytes;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The contents of a library as they would lie in memory. Addresses are those that the file has for
/// itself; [#place] maps them to places here. A pointer to something of another library leads to a
/// place that counts as code and is never read.
public final class ObjectMemory {

  private static final long MAX_SIZE = 1L << 28;
  private static final int MAX_SEGMENTS = 1000;
  private static final long MAX_RELOCATIONS = 1L << 22;
  private static final long PAGE = 4096;

  private final List<Segment> segments;
  private final long first;
  private final long last;
  private final long base;
  private long relocations;

  /// A part of a file that is mapped.
  ///
  /// @param size how much of it comes from the file; the rest is 0
  record Segment(
      boolean isReadable, boolean isCode, long offset, long address, long size, long memory) {}

  private ObjectMemory(List<Segment> segments, long first, long last, long base) {
    this.segments = segments;
    this.first = first;
    this.last = last;
    this.base = base;
  }

  /// Reads the segments of a library.
  ///
  /// @param start where in the file it begins
  static ObjectMemory of(FileBytes file, long start, List<Segment> segments, Arena arena)
      throws IOException, DamagedFileException {
    requireFew(segments.size());
    long first = segments.stream().mapToLong(Segment::address).min().orElse(0) & -PAGE;
    long last = segments.stream().mapToLong(each -> each.address() + each.memory()).max().orElse(0);
    boolean fits = true;
    long total = 0;
    for (Segment each : segments) {
      fits &=
          each.address() >= 0
              && each.offset() >= 0
              && each.size() >= 0
              && each.memory() >= each.size()
              && each.memory() <= MAX_SIZE;
      total += fits ? each.memory() : 0;
    }
    if (!fits || total > MAX_SIZE || last - first > MAX_SIZE || last <= first) {
      throw new DamagedFileException(
          "its segments take %d bytes".formatted(last - first),
          "segments of at most %d bytes together".formatted(MAX_SIZE));
    }
    // Behind the library lies what pointers to other libraries lead to.
    MemorySegment memory = arena.allocate(last - first + 2 * PAGE, PAGE);
    for (Segment segment : segments) {
      ByteBuffer target = memory.asSlice(segment.address() - first, segment.size()).asByteBuffer();
      long position = Math.addExact(start, segment.offset());
      while (target.hasRemaining()) {
        int read = file.read(target, position);
        if (read < 0) {
          throw new DamagedFileException(
              "it was cut off while it was read", "a whole shared library");
        }
        position += read;
      }
    }
    return new ObjectMemory(List.copyOf(segments), first, last, memory.address());
  }

  /// Refuses a table of segments that no linker makes, before it is read.
  static void requireFew(int segments) throws DamagedFileException {
    if (segments > MAX_SEGMENTS) {
      throw new DamagedFileException(
          "it has %d segments".formatted(segments), "at most %d segments".formatted(MAX_SEGMENTS));
    }
  }

  /// Where the contents of an address of the library lie.
  public long place(long address) {
    return base + (address - first);
  }

  /// Where pointers to other libraries lead.
  long external() {
    return base + ((last - first + PAGE - 1) & -PAGE);
  }

  /// The memory, which pointers in a descriptor are checked against.
  ///
  /// @param file what messages call the library
  public MappedImage image(Path file) {
    List<MappedImage.Range> readable = new ArrayList<>();
    List<MappedImage.Range> code = new ArrayList<>();
    for (Segment each : segments) {
      long start = place(each.address());
      MappedImage.Range range = new MappedImage.Range(start, start + each.memory());
      if (each.isReadable()) {
        readable.add(range);
      }
      if (each.isCode()) {
        code.add(range);
      }
    }
    long external = external();
    return MappedImage.copied(readable, code, address -> address == external, file);
  }

  private boolean isInside(long address, long length) {
    return address >= first && length >= 0 && length <= last - address;
  }

  /// The eight bytes at an address of the library.
  ///
  /// @throws DamagedFileException if they are not in it
  long number(long address) throws DamagedFileException {
    if (!isInside(address, Long.BYTES)) {
      throw new DamagedFileException("a table at %#x".formatted(address), "tables in its segments");
    }
    return Memory.getLong(place(address));
  }

  /// Stores a pointer; `value` is a place here.
  ///
  /// @throws DamagedFileException if it would not be in the library, or there are too many
  void relocate(long address, long value) throws DamagedFileException {
    if (!isInside(address, Long.BYTES)) {
      throw new DamagedFileException(
          "a relocation of %#x".formatted(address), "relocations of its segments");
    }
    countRelocations(1);
    Memory.putLong(place(address), value);
  }

  /// Counts steps on the way through tables of relocations, which might repeat each other.
  ///
  /// @throws DamagedFileException if there are too many
  void countRelocations(long more) throws DamagedFileException {
    relocations += more;
    if (more < 0 || relocations < 0 || relocations > MAX_RELOCATIONS) {
      throw new DamagedFileException(
          "%d relocations".formatted(relocations),
          "at most %d relocations".formatted(MAX_RELOCATIONS));
    }
  }
}
