// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

import dev.tenon.error.Phase;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A phase of a module's load that has ended.
///
/// @param module the full name of the module
/// @param origin where the module comes from; null where that is not known
/// @param phase the phase
/// @param start the value of [System#nanoTime] when it began
/// @param duration how long it took, the phases of other modules that it imported included
/// @param failure what it raised; null if it succeeded
/// @param effects what it did; null unless a listener [wants][PhaseListener#wantsEffects] that
public record PhaseEvent(
    String module,
    @Nullable String origin,
    Phase phase,
    long start,
    Duration duration,
    @Nullable Throwable failure,
    @Nullable PhaseEffects effects) {
  public PhaseEvent {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(duration, "duration");
  }

  /// A phase whose effects were not measured.
  public PhaseEvent(
      String module,
      @Nullable String origin,
      Phase phase,
      long start,
      Duration duration,
      @Nullable Throwable failure) {
    this(module, origin, phase, start, duration, failure, null);
  }
}
