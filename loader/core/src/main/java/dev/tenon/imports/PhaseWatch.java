package dev.tenon.imports;

import dev.tenon.error.Phase;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.PhaseEvent;
import dev.tenon.module.PhaseListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Measures the phases of loads for listeners and for JDK Flight Recorder, if there is either.
final class PhaseWatch {

  private static final boolean HAS_RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private PhaseWatch() {}

  /// Runs a phase and tells those who want to know.
  ///
  /// @throws Exception what the phase raises
  static <T extends @Nullable Object> T run(
      @Nullable ModuleOwner owner, String name, @Nullable String origin, Phase phase, Step<T> step)
      throws Exception {
    PhaseListener listener = owner == null ? null : owner.phaseListener();
    Object recording =
        HAS_RECORDER && RecorderState.isRunning() ? FlightRecorderPhase.beginIfRecording() : null;
    if (listener == null && recording == null) {
      return step.run();
    }
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      return step.run();
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      tell(listener, recording, new PhaseEvent(name, origin, phase, start, duration, failure));
    }
  }

  private static void tell(
      @Nullable PhaseListener listener, @Nullable Object recording, PhaseEvent event) {
    if (recording != null) {
      FlightRecorderPhase.end(recording, event);
    }
    if (listener != null) {
      listener.onPhase(event);
    }
  }
}
