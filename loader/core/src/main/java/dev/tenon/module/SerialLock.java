package dev.tenon.module;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lock of an interpreter's serialized modules. It names the thread that holds it, for reports
/// of waits that may never end.
public final class SerialLock extends ReentrantLock {

  private static final long serialVersionUID = 1L;

  /// A lock that no thread holds.
  public SerialLock() {}

  /// The thread that holds the lock, as an estimate for messages; null if none does.
  public @Nullable Thread holder() {
    return getOwner();
  }
}
