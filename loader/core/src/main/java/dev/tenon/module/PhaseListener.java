package dev.tenon.module;

/// Is told of each phase that a module of an interpreter has gone through. It may be called by
/// several threads at once, and must not raise.
@FunctionalInterface
public interface PhaseListener {

  /// Is told of a phase that has ended.
  void onPhase(PhaseEvent event);
}
