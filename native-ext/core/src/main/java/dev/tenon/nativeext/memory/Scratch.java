// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.memory;

import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A piece of native memory in which the arguments of one call are laid out. Pieces are pooled for
/// the whole process; their number is bounded by the calls that are under way at once.
public final class Scratch {

  /// The size of a pooled piece in bytes.
  public static final int SIZE = 1 << 13;

  private static final int STRIPES = 64;
  private static final AtomicReferenceArray<Scratch> STRIPED = new AtomicReferenceArray<>(STRIPES);
  private static final ConcurrentLinkedDeque<Scratch> OVERFLOW = new ConcurrentLinkedDeque<>();

  private final long address;

  private Scratch(long address) {
    this.address = address;
  }

  /// Takes a piece. It belongs to the caller until [#give].
  public static Scratch take() {
    Scratch own = STRIPED.getAndSet(stripe(), null);
    if (own != null) {
      return own;
    }
    Scratch spare = OVERFLOW.pollFirst();
    return spare == null ? new Scratch(Arena.global().allocate(SIZE, 16).address()) : spare;
  }

  /// Releases the piece.
  public void give() {
    if (!STRIPED.compareAndSet(stripe(), null, this)) {
      OVERFLOW.addFirst(this);
    }
  }

  private static int stripe() {
    return (int) Thread.currentThread().threadId() & (STRIPES - 1);
  }

  /// The first byte, aligned to 16.
  public long address() {
    return address;
  }
}
