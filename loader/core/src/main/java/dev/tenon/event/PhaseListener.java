// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

/// Receives each phase that a module of an interpreter has gone through. It may be called by
/// several threads at once, and must not raise.
@FunctionalInterface
public interface PhaseListener {

  /// Receives a phase that has ended.
  void onPhase(PhaseEvent event);

  /// Whether events come with the [effects][PhaseEvent#effects] of their phases, which takes some
  /// microseconds for each phase. Asked when a phase begins.
  default boolean wantsEffects() {
    return false;
  }

  /// A listener that notifies this one and then another.
  default PhaseListener and(PhaseListener other) {
    PhaseListener first = this;
    return new PhaseListener() {
      @Override
      public void onPhase(PhaseEvent event) {
        first.onPhase(event);
        other.onPhase(event);
      }

      @Override
      public boolean wantsEffects() {
        return first.wantsEffects() || other.wantsEffects();
      }
    };
  }
}
