// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.cli.terminal.ExitStatus;
import java.time.Duration;
import java.util.function.IntUnaryOperator;

/// The end of a program, which comes exactly once: after the program has returned, or when a signal
/// ends the process while it still runs.
final class ProgramEnd {

  /// How long a signal waits for cleaning up: native code that does not return could hold it up for
  /// ever.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final IntUnaryOperator cleanup;
  private final Thread hook = new Thread(this::onSignal, "tenon-end");
  private volatile boolean signalled;
  private boolean reached;

  /// Waits for a signal from now on.
  ///
  /// @param cleanup takes the exit status so far and returns the final one
  ProgramEnd(IntUnaryOperator cleanup) {
    this.cleanup = cleanup;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Whether a signal is ending the process, so that what the program still raises is of no
  /// interest.
  boolean isSignalled() {
    return signalled;
  }

  /// Ends the program after it has returned with `status`.
  ///
  /// @return the final status
  int reach(int status) {
    int last = cleanUpOnce(status);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already.
    }
    return last;
  }

  private synchronized int cleanUpOnce(int status) {
    if (reached) {
      return status;
    }
    reached = true;
    return cleanup.applyAsInt(status);
  }

  private void onSignal() {
    signalled = true;
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("tenon-cleanup")
            .start(() -> cleanUpOnce(ExitStatus.INTERRUPTED.number()));
    try {
      worker.join(PATIENCE);
    } catch (InterruptedException _) {
      // Then the process ends now.
    }
  }
}
