package dev.tenon.nativeext;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java objects that C refers to in one context. *Local* references die when the call that made
/// them returns; *held* ones live until the module releases them or the instance ends. A reference
/// is a number, never an address: a stale one is an error, not a crash.
///
/// A local reference is `position << 1`; the other numbers are those of [HeldReferences]. One
/// thread at a time uses it.
final class References {

  /// Something that is given back with the local reference to it.
  interface Releasable {
    /// Gives it back, because the call that got it has returned.
    void abandon();
  }

  private final List<@Nullable Object> locals = new ArrayList<>();
  private final HeldReferences held;
  private final @Nullable ReadOnlyBytes watched;

  /// The references of one context.
  ///
  /// @param held what its module instance holds
  /// @param watched gets the texts and bytes that C is given; null without checks
  References(HeldReferences held, @Nullable ReadOnlyBytes watched) {
    this.held = held;
    this.watched = watched;
  }

  /// Is told what text or bytes C is given, and where.
  void watch(long address, byte[] bytes) {
    if (watched != null) {
      watched.add(address, bytes);
    }
  }

  /// Makes a local reference.
  long local(Object object) {
    locals.add(object);
    return (long) locals.size() << 1;
  }

  /// Where the local references of the present call begin.
  int mark() {
    return locals.size();
  }

  /// Drops the local references made since a mark.
  void releaseTo(int mark) {
    while (locals.size() > mark) {
      if (locals.removeLast() instanceof Releasable last) {
        last.abandon();
      }
    }
  }

  /// Makes a held reference.
  long hold(@Nullable Object object) {
    return held.hold(object);
  }

  /// Releases a held reference.
  ///
  /// @throws dev.tenon.error.RuntimeError if it is not held
  void release(long reference) {
    held.release(reference);
  }

  /// The object of a reference.
  ///
  /// @throws dev.tenon.error.RuntimeError if the reference is stale
  @Nullable Object resolve(long reference) {
    if ((reference & 1) == 1) {
      return held.resolve(reference);
    }
    long position = (reference >> 1) - 1;
    if (position < 0 || position >= locals.size()) {
      throw HeldReferences.stale(reference);
    }
    return locals.get((int) position);
  }
}
