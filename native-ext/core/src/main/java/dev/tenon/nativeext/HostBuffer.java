package dev.tenon.nativeext;

import java.lang.foreign.MemorySegment;

/// Memory of the host that C may write during a call: native memory itself, or a copy of an array
/// that is brought back afterwards.
final class HostBuffer {

  private final MemorySegment given;
  private final MemorySegment passed;

  private HostBuffer(MemorySegment given, MemorySegment passed) {
    this.given = given;
    this.passed = passed;
  }

  /// The memory of an array, `java.nio` buffer or memory segment.
  static HostBuffer of(Object value, ValueCodec.Space space) {
    MemorySegment given = HostMemory.of(value);
    if (given.isNative()) {
      return new HostBuffer(given, given);
    }
    long place = space.allocate(given.byteSize() + 1);
    Memory.putSegment(place, given);
    return new HostBuffer(given, MemorySegment.ofAddress(place));
  }

  /// What C gets.
  MemorySegment pointer() {
    return passed;
  }

  /// How many bytes C gets.
  long size() {
    return given.byteSize();
  }

  /// Brings what C has written to where it belongs.
  void copyBack() {
    if (!given.isNative()) {
      Memory.getSegment(passed.address(), given);
    }
  }
}
