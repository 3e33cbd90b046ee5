// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.util.List;

/// A copy of a library that one interpreter has for itself, with copies of those libraries that are
/// to be private with it. It is unmapped when it is closed and the last user has left. Any thread
/// may use it.
///
/// **The rule:** code or memory of the image is reached only by a user. A user is whoever reads its
/// descriptors or symbols, and each module instance from its making until its calls have ended; an
/// instance counts every call that can be under way while it ends, whether or not the call uses the
/// state. A new way into C of a module goes through `NativeInstance.enter` or the lock of a
/// serialized module; one into a plain C library goes through `CInstance.during` or its like.
public final class PrivateImage {

  private final ModuleOwner owner;
  private final LingeringImages lingering;
  private final List<ImageCopy> copies;
  private int users = 1;
  private boolean closed;

  /// An image of these copies.
  ///
  /// @param lingering takes them when nobody of Tenon uses them any more
  /// @param copies the libraries that others need come before these
  PrivateImage(ModuleOwner owner, LingeringImages lingering, List<ImageCopy> copies) {
    this.owner = owner;
    this.lingering = lingering;
    this.copies = List.copyOf(copies);
  }

  /// What symbols are looked up with.
  public long handle() {
    return copies.getLast().handle();
  }

  /// Begins a use.
  ///
  /// @throws InterpreterError if the image is closed
  public synchronized void enter() {
    if (closed) {
      throw new InterpreterError(
          "the private image of %s was closed with %s"
              .formatted(copies.getLast().file().getFileName(), owner));
    }
    users++;
  }

  /// Ends a use; after the last one the copies are unmapped.
  public void leave() {
    boolean wasLast;
    synchronized (this) {
      users--;
      wasLast = users == 0;
    }
    if (wasLast) {
      lingering.unmapOrKeep(copies, this::reportMapped);
    }
  }

  private void reportMapped(ImageCopy copy, String reason) {
    owner.warn(
        new Warning(
            Warning.Category.RUNTIME,
            "the private image of %s stays mapped: %s".formatted(copy.file(), reason)));
  }

  /// Lets nobody begin a use any more.
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    leave();
  }
}
