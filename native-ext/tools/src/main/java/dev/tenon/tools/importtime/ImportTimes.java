// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.error.Phase;
import dev.tenon.event.PhaseEffects;
import dev.tenon.event.PhaseEvent;
import dev.tenon.event.PhaseListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Measures imports phase by phase, and finds out which module's import imported which others. Any
/// thread may import meanwhile; modules that another thread imports stand beside the first.
public final class ImportTimes implements PhaseListener {

  private record Span(PhaseEvent event, long thread, List<PhaseEffects> inner) {
    Span(PhaseEvent event, long thread) {
      this(event, thread, new ArrayList<>());
    }

    /// What the phase did without the phases within it; null if that was not measured.
    @Nullable OwnEffects ownEffects() {
      return event.effects() == null ? null : OwnEffects.of(event.effects(), inner);
    }

    long start() {
      return event.start();
    }

    long length() {
      return event.duration().toNanos();
    }

    String module() {
      return event.module();
    }

    boolean contains(Span other) {
      return start() <= other.start() && other.start() + other.length() <= start() + length();
    }
  }

  /// The phases in which code of the module itself runs. In the others the loader reads files.
  private static final Set<Phase> OF_MODULE =
      EnumSet.of(Phase.MAP, Phase.CREATE, Phase.STATE, Phase.EXEC);

  /// A module with its phases and the modules that it imported.
  static final class Node {

    private final String module;
    private final long start;
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    private final List<Node> inner = new ArrayList<>();
    private final List<Span> ofModule = new ArrayList<>();
    private @Nullable Throwable failure;

    private Node(String module, long start) {
      this.module = module;
      this.start = start;
    }

    /// The full name.
    String module() {
      return module;
    }

    /// Nanoseconds of a phase, those of the inner modules included; a phase that is a part of
    /// another counts in itself alone.
    long nanos(Phase phase) {
      return phases.getOrDefault(phase, 0L);
    }

    /// The modules that it imported, in the order of their beginnings.
    List<Node> inner() {
      return inner;
    }

    /// Why it was not imported; null if it was.
    @Nullable Throwable failure() {
      return failure;
    }

    /// Nanoseconds of all phases, those of the inner modules included.
    long total() {
      return phases.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Nanoseconds without those of the inner modules.
    long self() {
      return total() - inner.stream().mapToLong(Node::total).sum();
    }

    /// What the code of the module did, without the modules that it imported.
    OwnEffects effects() {
      OwnEffects all = OwnEffects.NONE;
      for (Span span : ofModule) {
        OwnEffects own = span.ownEffects();
        if (own != null) {
          // What is allocated on the Java heap to map a library is Tenon's.
          all = all.and(span.event().phase() == Phase.MAP ? own.withoutHeap() : own);
        }
      }
      return all;
    }

    private void add(Span span) {
      if (OF_MODULE.contains(span.event().phase())) {
        ofModule.add(span);
      }
      phases.merge(span.event().phase(), span.length(), Long::sum);
      failure = span.event().failure() == null ? failure : span.event().failure();
    }

    private void takeOut(Span part, Phase whole) {
      phases.merge(whole, -part.length(), Long::sum);
    }
  }

  private final List<Span> spans = new ArrayList<>();
  private final boolean effects;

  /// Measures times.
  public ImportTimes() {
    this(false);
  }

  /// Measures times and, if `effects`, what the modules do.
  public ImportTimes(boolean effects) {
    this.effects = effects;
  }

  @Override
  public boolean wantsEffects() {
    return effects;
  }

  @Override
  public synchronized void onPhase(PhaseEvent event) {
    spans.add(new Span(event, Thread.currentThread().threadId()));
  }

  /// The modules that nothing measured imported, in the order of their beginnings.
  public synchronized List<Node> tree() {
    Map<Long, List<Span>> byThread = new TreeMap<>();
    spans.forEach(
        span -> byThread.computeIfAbsent(span.thread(), _ -> new ArrayList<>()).add(span));
    List<Node> roots = new ArrayList<>();
    byThread.values().forEach(ofThread -> roots.addAll(treeOf(ofThread)));
    roots.sort(Comparator.comparingLong(root -> root.start));
    return roots;
  }

  private static List<Node> treeOf(List<Span> spans) {
    spans.sort(
        Comparator.comparingLong(Span::start)
            .thenComparing(Comparator.comparingLong(Span::length).reversed()));
    List<Node> roots = new ArrayList<>();
    List<Span> open = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Span span : spans) {
      while (!open.isEmpty() && !open.getLast().contains(span)) {
        open.removeLast();
        nodes.removeLast();
      }
      if (!open.isEmpty() && span.event().effects() != null) {
        open.getLast().inner().add(span.event().effects());
      }
      Node node;
      if (!open.isEmpty() && open.getLast().module().equals(span.module())) {
        node = nodes.getLast();
        node.takeOut(span, open.getLast().event().phase());
      } else {
        node = nodeOf(span, nodes.isEmpty() ? roots : nodes.getLast().inner());
      }
      node.add(span);
      open.add(span);
      nodes.add(node);
    }
    return roots;
  }

  /// The phases of a module follow each other in the place where it is imported.
  private static Node nodeOf(Span span, List<Node> siblings) {
    if (!siblings.isEmpty() && siblings.getLast().module().equals(span.module())) {
      return siblings.getLast();
    }
    Node made = new Node(span.module(), span.start());
    siblings.add(made);
    return made;
  }
}
