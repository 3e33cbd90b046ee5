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

  private final PhaseMeter meter;
  private final @Nullable Object recording;

  private PhaseWatch(@Nullable PhaseListener listener, @Nullable Object recording) {
    meter = new PhaseMeter(listener);
    this.recording = recording;
  }

  /// Begins to measure a phase; null if nobody wants to know.
  static @Nullable PhaseWatch begin(@Nullable ModuleOwner owner) {
    PhaseListener listener = owner == null ? null : owner.phaseListener();
    Object recording =
        HAS_RECORDER && RecorderState.isRunning() ? FlightRecorderPhase.beginIfRecording() : null;
    return listener == null && recording == null ? null : new PhaseWatch(listener, recording);
  }

  /// Notifies the listeners that the phase has ended.
  ///
  /// @param failure what it raised
  void end(String name, @Nullable String origin, Phase phase, @Nullable Throwable failure) {
    PhaseEvent event = meter.end(name, origin, phase, failure);
    if (recording != null) {
      FlightRecorderPhase.end(recording, event);
    }
  }
}
