// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Code that may be unmapped when nobody uses it any more.
///
/// **The rule:** code or memory of an image is reached only by a user. A user is whoever reads its
/// descriptors or symbols, and each module instance from its making until its calls have ended; an
/// instance counts every call that can be under way while it ends, whether or not the call uses the
/// state. A new way into C of a module goes through `NativeInstance.enter` or the lock of a
/// serialized module; one into a plain C library goes through `CInstance.during` or its like.
/// Whoever calls it without being counted says so first, by [#keep].
public abstract sealed class CodeImage permits PrivateImage, SharedImage {

  private volatile @Nullable Object attached;

  CodeImage() {}

  /// What symbols are looked up with.
  public abstract long handle();

  /// Begins a use.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if it cannot be used any more
  public abstract void enter();

  /// Ends a use.
  public abstract void leave();

  /// Whether one interpreter has it for itself.
  public abstract boolean isPrivate();

  /// Notes that it may be called, or be in a call, that nobody counts: it stays mapped until the
  /// process ends.
  public abstract void keep();

  /// What belongs to the image and goes with it, made when it is asked for first.
  public <T> T attached(Class<T> type, Supplier<T> maker) {
    Object known = attached;
    return known == null ? attach(type, maker) : type.cast(known);
  }

  private synchronized <T> T attach(Class<T> type, Supplier<T> maker) {
    Object known = attached;
    if (known == null) {
      known = maker.get();
      attached = known;
    }
    return type.cast(known);
  }
}
