// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.callback;

import dev.tenon.cdef.CLibrary;
import dev.tenon.nativeext.spi.NativeBackend;
import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What callbacks threw while C was between them and their caller. An exception that left a
/// callback would end the process, so it waits here until the function that called back returns.
public final class Parked {

  private final NativeBackend backend;
  private final Map<Thread, Throwable> waiting = new ConcurrentHashMap<>();

  /// Looked at after each call. The thread that parks is the one that looks.
  private boolean any;

  public Parked(NativeBackend backend) {
    this.backend = backend;
  }

  /// Keeps an exception for the function that the current thread is in.
  ///
  /// @return false if the thread was made by C, so that there is nobody to throw it to
  boolean park(Throwable thrown) {
    if (!hasJavaCaller()) {
      return false;
    }
    synchronized (this) {
      waiting.put(Thread.currentThread(), thrown);
      any = true;
    }
    return true;
  }

  /// Whether Java called what called back.
  private boolean hasJavaCaller() {
    String own = CLibrary.class.getPackageName();
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(StackFrame::getClassName)
                .anyMatch(name ->
                    !name.startsWith(own)
                        && !backend.isPartOfUpcall(name)
                        && !name.startsWith("java.")
                        && !name.startsWith("jdk.")));
  }

  /// Whether an exception waits for the current thread.
  boolean isWaiting() {
    return any && waiting.containsKey(Thread.currentThread());
  }

  /// Throws what waits for the current thread.
  public void check() throws Throwable {
    if (any) {
      Throwable thrown = take();
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  private synchronized @Nullable Throwable take() {
    Throwable thrown = waiting.remove(Thread.currentThread());
    any = !waiting.isEmpty();
    return thrown;
  }
}
