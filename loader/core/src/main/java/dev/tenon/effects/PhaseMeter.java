// SPDX-License-Identifier: Apache-2.0
package dev.tenon.effects;

import dev.tenon.error.Phase;
import dev.tenon.event.PhaseEffects;
import dev.tenon.event.PhaseEvent;
import dev.tenon.event.PhaseListener;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures one phase, from its construction to [#end], on one thread. What it did is measured for
/// a listener that wants that, and costs nothing otherwise.
public final class PhaseMeter {

  private static final boolean HAS_MANAGEMENT =
      ModuleLayer.boot().findModule("jdk.management").isPresent();

  private final @Nullable PhaseListener listener;
  private final @Nullable Reading before;
  private final long start;

  /// Where the counters of the thread stand.
  private record Reading(long heap, long threads, EffectsFile.@Nullable Mark watched) {

    static Reading now() {
      EffectsFile file = EffectsFile.ofProcess();
      EffectsFile.Mark mark = file == null ? null : file.mark();
      return HAS_MANAGEMENT
          ? new Reading(Counters.heapBytes(), Counters.startedThreads(), mark)
          : new Reading(0, 0, mark);
    }
  }

  /// In a class of its own, because the JVM may have no such module.
  private static final class Counters {

    private Counters() {}

    private static com.sun.management.ThreadMXBean bean() {
      return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
    }

    static long heapBytes() {
      return Math.max(0, bean().getCurrentThreadAllocatedBytes());
    }

    static long startedThreads() {
      return bean().getTotalStartedThreadCount();
    }
  }

  /// Begins a phase.
  ///
  /// @param listener notified of its end; null for nobody
  public PhaseMeter(@Nullable PhaseListener listener) {
    this.listener = listener;
    before = listener != null && listener.wantsEffects() ? Reading.now() : null;
    start = System.nanoTime();
  }

  /// Ends the phase and notifies the listener.
  ///
  /// @return the event
  public PhaseEvent end(
      String module, @Nullable String origin, Phase phase, @Nullable Throwable failure) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    PhaseEffects effects = before == null ? null : effectsSince(before, origin);
    PhaseEvent event = new PhaseEvent(module, origin, phase, start, duration, failure, effects);
    if (listener != null) {
      listener.onPhase(event);
    }
    return event;
  }

  private static PhaseEffects effectsSince(Reading before, @Nullable String origin) {
    long heap = HAS_MANAGEMENT ? Counters.heapBytes() - before.heap() : 0;
    long threads = HAS_MANAGEMENT ? Counters.startedThreads() - before.threads() : 0;
    EffectsFile file = EffectsFile.ofProcess();
    if (file == null || before.watched() == null) {
      return new PhaseEffects(heap, 0, 0, threads, false, true, List.of());
    }
    EffectsFile.Mark from = before.watched();
    EffectsFile.Mark to = file.mark();
    List<PhaseEffects.Effect> effects = file.between(from, to, origin);
    return new PhaseEffects(
        heap,
        to.bytes() - from.bytes(),
        to.blocks() - from.blocks(),
        effects.stream().filter(each -> each.kind() == PhaseEffects.Kind.THREAD).count(),
        true,
        to.isComplete(),
        effects);
  }
}
