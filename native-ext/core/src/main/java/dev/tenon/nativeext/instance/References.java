// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.MemoryError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The Java objects that C refers to in one context. *Local* references die when the call that made
/// them returns; *held* ones live until the module releases them or the instance ends. A reference
/// is a number, never an address: a stale one is an error, not a crash.
///
/// A local reference is `number << 1`, numbered through the process as [HeldReferences] demands: a
/// context takes blocks of numbers and uses each once. One thread at a time uses it.
public final class References {

  /// Something that is released with the local reference to it.
  interface Releasable {
    /// Releases it, because the call that got it has returned.
    void abandon();
  }

  /// How many numbers a block has. A call makes at most half as many local references.
  private static final long BLOCK = 1L << 26;

  private static final AtomicLong BLOCKS = new AtomicLong(Long.getLong(HeldReferences.FIRST, 0));

  private final List<@Nullable Object> locals = new ArrayList<>();

  /// The number of the first local reference of the call.
  private long first;

  /// How many numbers of the block are left for the call and later ones.
  private long left;

  private final HeldReferences held;
  private final @Nullable ReadOnlyBytes watched;

  /// The references of one context.
  ///
  /// @param held what its module instance holds
  /// @param watched gets the texts and bytes that C is given; null without checks
  public References(HeldReferences held, @Nullable ReadOnlyBytes watched) {
    this.held = held;
    this.watched = watched;
  }

  /// Receives what text or bytes C is given, and where.
  public void watch(long address, byte[] bytes) {
    if (watched != null) {
      watched.add(address, bytes);
    }
  }

  /// Makes a local reference.
  public long local(Object object) {
    int position = locals.size();
    if (position >= left) {
      if (position > 0) {
        throw new MemoryError(
            "a call has made %d local references, expected fewer; return sooner"
                .formatted(position));
      }
      first = BLOCKS.incrementAndGet() * BLOCK;
      left = BLOCK;
    }
    locals.add(object);
    return (first + position) << 1;
  }

  /// Drops the local references of the call, which ends.
  void endCall() {
    if (!locals.isEmpty()) {
      dropLocals();
    }
  }

  private void dropLocals() {
    first += locals.size();
    left -= locals.size();
    if (left < BLOCK / 2) {
      left = 0;
    }
    while (!locals.isEmpty()) {
      if (locals.removeLast() instanceof Releasable last) {
        last.abandon();
      }
    }
  }

  /// Makes a held reference.
  public long hold(@Nullable Object object) {
    return held.hold(object);
  }

  /// Releases a held reference.
  ///
  /// @throws dev.tenon.error.kind.RuntimeError if it is not held
  public void release(long reference) {
    held.release(reference);
  }

  /// The object of a reference.
  ///
  /// @throws dev.tenon.error.kind.RuntimeError if the reference is stale, or another call's or
  ///   instance's
  @Nullable Object resolve(long reference) {
    if ((reference & 1) == 1) {
      return held.resolve(reference);
    }
    long position = (reference >> 1) - first;
    if (position < 0 || position >= locals.size()) {
      throw HeldReferences.stale(reference);
    }
    return locals.get((int) position);
  }
}
