// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;

/// Shows at a terminal that work takes long: a line on the standard error, from the first second on
/// and with the time that has passed, which is cleared at the end.
public final class Progress implements AutoCloseable {

  private static final long SECOND = 1000;
  private static final int LONGEST = 60;
  private static final String CLEAR = "\r\033[K";

  private final PrintStream errors;
  private final String work;
  private final Runnable stopClock;
  private int seconds;
  private boolean isOver;

  /// What calls back once a second.
  interface Clock {
    /// Starts it.
    ///
    /// @return what stops it
    Runnable start(Runnable onSecond);
  }

  Progress(PrintStream errors, String work, Clock clock) {
    this.errors = errors;
    this.work = work.length() <= LONGEST ? work : work.substring(0, LONGEST) + "…";
    stopClock = clock.start(this::onSecond);
  }

  /// Begins to wait, if the standard error is a terminal that can clear a line.
  ///
  /// @param work what is done, for instance `reading zlib.h`
  public static Progress of(Surroundings surroundings, String work) {
    boolean isShown =
        surroundings.terminals().errors()
            && !surroundings.variables().getOrDefault("TERM", "").equals("dumb");
    return new Progress(
        surroundings.errors(), work, isShown ? Progress::startTimer : _ -> () -> {});
  }

  private static Runnable startTimer(Runnable onSecond) {
    Timer timer = new Timer("tenon-progress", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            onSecond.run();
          }
        },
        SECOND,
        SECOND);
    return timer::cancel;
  }

  private synchronized void onSecond() {
    if (!isOver) {
      seconds++;
      print(CLEAR + Messages.progress(work, seconds));
    }
  }

  private void print(String text) {
    errors.print(text);
    errors.flush();
  }

  /// Clears the line, if there is one.
  @Override
  public synchronized void close() {
    stopClock.run();
    isOver = true;
    if (seconds > 0) {
      print(CLEAR);
    }
  }
}
