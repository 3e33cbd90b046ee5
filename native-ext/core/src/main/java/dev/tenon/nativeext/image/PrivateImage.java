// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.util.List;

/// A copy of a library that one interpreter has for itself, with copies of those libraries that are
/// to be private with it. It is unmapped when it is closed and the last user has left. Any thread
/// may use it.
public final class PrivateImage extends CodeImage {

  private final ModuleOwner owner;
  private final LingeringImages lingering;
  private final List<ImageCopy> copies;
  private int users = 1;
  private boolean closed;
  private boolean isKept;
  private boolean staysWithOwner;

  /// An image of these copies.
  ///
  /// @param lingering takes them when nobody of Tenon uses them any more
  /// @param copies the libraries that others need come before these
  PrivateImage(ModuleOwner owner, LingeringImages lingering, List<ImageCopy> copies) {
    this.owner = owner;
    this.lingering = lingering;
    this.copies = List.copyOf(copies);
  }

  @Override
  public long handle() {
    return copies.getLast().handle();
  }

  @Override
  public synchronized void enter() {
    if (closed) {
      throw new InterpreterError(
          "the private image of %s was closed with %s"
              .formatted(copies.getLast().file().getFileName(), owner));
    }
    users++;
  }

  @Override
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

  @Override
  public boolean isPrivate() {
    return true;
  }

  @Override
  public synchronized void keep() {
    if (!isKept) {
      isKept = true;
      users++;
    }
  }

  /// Lets it stay until the interpreter closes, whatever modules of it are unloaded.
  synchronized void stayWithOwner() {
    staysWithOwner = true;
  }

  synchronized boolean staysWithOwner() {
    return staysWithOwner;
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
