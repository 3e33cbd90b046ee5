package dev.tenon.nativeext;

import dev.tenon.error.InterpreterError;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.Warning;
import java.nio.file.Path;
import java.util.List;

/// A copy of a library that one interpreter has for itself, with copies of those libraries that are
/// to be private with it. It is unmapped when it is closed and the last user has left: module
/// instances and calls that are under way. Any thread may use it.
final class PrivateImage {

  private final ModuleOwner owner;
  private final ImageCalls calls;
  private final List<Copy> copies;
  private int users = 1;
  private boolean closed;

  /// One mapped copy.
  ///
  /// @param file what it was copied from
  /// @param former the address of its own name
  record Copy(Path file, long handle, long former) {

    /// Unmaps it.
    ///
    /// @return whether it is gone
    boolean unmap(ImageCalls calls) {
      return calls.unmap(handle, former);
    }
  }

  /// An image of these copies.
  ///
  /// @param copies the libraries that others need come before these
  PrivateImage(ModuleOwner owner, ImageCalls calls, List<Copy> copies) {
    this.owner = owner;
    this.calls = calls;
    this.copies = List.copyOf(copies);
  }

  /// What symbols are looked up with.
  long handle() {
    return copies.getLast().handle();
  }

  /// Begins a use.
  ///
  /// @throws InterpreterError if the image is closed
  synchronized void enter() {
    if (closed) {
      throw new InterpreterError(
          "the private image of %s was closed with %s"
              .formatted(copies.getLast().file().getFileName(), owner));
    }
    users++;
  }

  /// Ends a use; after the last one the copies are unmapped.
  void leave() {
    boolean wasLast;
    synchronized (this) {
      users--;
      wasLast = users == 0;
    }
    if (wasLast) {
      copies.reversed().stream().filter(copy -> !copy.unmap(calls)).forEach(this::reportMapped);
    }
  }

  private void reportMapped(Copy copy) {
    owner.warn(
        new Warning(
            Warning.Category.RUNTIME,
            ("the private image of %s stays mapped: the dynamic linker does not unload it (linked"
                    + " with -z nodelete, or a thread has C++ thread_local objects of it)")
                .formatted(copy.file())));
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
