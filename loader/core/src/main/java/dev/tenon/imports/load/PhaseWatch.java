// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.effects.PhaseMeter;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseEvent;
import dev.tenon.event.PhaseListener;
import dev.tenon.spi.ModuleOwner;
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
    PhaseMeter meter = new PhaseMeter(listener);
    Throwable failure = null;
    try {
      return step.run();
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      PhaseEvent event = meter.end(name, origin, phase, failure);
      if (recording != null) {
        FlightRecorderPhase.end(recording, event);
      }
    }
  }
}
