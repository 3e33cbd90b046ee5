package dev.tenon.cli;

import dev.tenon.error.Phase;
import dev.tenon.module.PhaseEvent;
import dev.tenon.module.PhaseListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Measures imports phase by phase, and finds out which module's import imported which others. Any
/// thread may import meanwhile; modules that another thread imports stand beside the first.
final class ImportTimes implements PhaseListener {

  private record Span(String module, Phase phase, long thread, long start, long end) {
    boolean contains(Span other) {
      return thread == other.thread && start <= other.start && other.end <= end;
    }

    long length() {
      return end - start;
    }
  }

  /// A module with its phases and the modules that it imported.
  ///
  /// @param phases nanoseconds of each phase, those of the inner modules included
  record Node(String module, Map<Phase, Long> phases, List<Node> inner) {

    /// Nanoseconds of all phases, those of the inner modules included.
    long total() {
      return phases.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Nanoseconds without those of the inner modules.
    long self() {
      return total() - inner.stream().mapToLong(Node::total).sum();
    }
  }

  private final List<Span> spans = new ArrayList<>();

  @Override
  public synchronized void onPhase(PhaseEvent event) {
    long end = System.nanoTime();
    spans.add(
        new Span(
            event.module(),
            event.phase(),
            Thread.currentThread().threadId(),
            end - event.duration().toNanos(),
            end));
  }

  /// The modules that nothing measured imported, in the order of their beginnings.
  synchronized List<Node> tree() {
    List<Span> ordered = new ArrayList<>(spans);
    ordered.sort(
        Comparator.comparingLong(Span::start)
            .thenComparing(Comparator.comparingLong(Span::length).reversed()));
    List<Node> roots = new ArrayList<>();
    List<Span> open = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Span span : ordered) {
      while (!open.isEmpty() && !open.getLast().contains(span)) {
        open.removeLast();
        nodes.removeLast();
      }
      Node node = nodeOf(span, nodes.isEmpty() ? roots : nodes.getLast().inner());
      node.phases().merge(span.phase(), span.length(), Long::sum);
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
    Node made = new Node(span.module(), new EnumMap<>(Phase.class), new ArrayList<>());
    siblings.add(made);
    return made;
  }
}
