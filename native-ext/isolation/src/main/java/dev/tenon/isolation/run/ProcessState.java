// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.memory.Tick;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The state of the process and of the driving thread that a module may change for all others:
/// current directory, environment, signals, locale, limits, timers and the like.
final class ProcessState {

  /// The kinds of facts that are looked at when all is over.
  private static final String FILE = "file";

  private static final String THREAD = "thread";

  private final Map<Fact, Changes> changes = new LinkedHashMap<>();
  private Map<Fact, String> last = Map.of();

  /// Something that has one value in the process, or in a thread.
  private record Fact(String kind, String name) {}

  /// SIGPIPE, a write to a pipe that nobody reads.
  private static final Fact PIPE = new Fact("signal", "13");

  private static final class Changes {
    private final TreeSet<Integer> writers = new TreeSet<>();
    private final String before;
    private String after;

    Changes(String before) {
      this.before = before;
      after = before;
    }
  }

  private static Map<Fact, String> now() {
    Map<Fact, String> facts = new LinkedHashMap<>();
    for (String[] each : Probe.state()) {
      facts.put(new Fact(each[0], each[1]), each[2]);
    }
    return facts;
  }

  /// Begins on the calling thread: what is different on it from others is not a change.
  void begin() {
    Map<Fact, String> now = now();
    Map<Fact, String> begun = new LinkedHashMap<>(last.isEmpty() ? now : last);
    begun.keySet().removeIf(fact -> fact.kind().equals(THREAD));
    now.forEach((fact, value) -> {
      if (fact.kind().equals(THREAD)) {
        begun.put(fact, value);
      }
    });
    last = begun;
  }

  /// Notes what has changed since the last time.
  void note(Tick tick, int interpreters) {
    Map<Fact, String> now = now();
    last.forEach(
        (fact, value) -> note(fact, value, now.getOrDefault(fact, ""), tick, interpreters));
    now.forEach((fact, value) -> {
      if (!last.containsKey(fact)) {
        note(fact, "", value, tick, interpreters);
      }
    });
    last = now;
  }

  private void note(Fact fact, String before, String after, Tick tick, int interpreters) {
    boolean isOther = fact.kind().equals(THREAD) && tick.phase() == Tick.Phase.AT_ONCE;
    if (before.equals(after)
        || fact.kind().equals(FILE)
        || isOther
        || isLeftIgnored(fact, before, after, tick)) {
      return;
    }
    Changes change = changes.computeIfAbsent(fact, _ -> new Changes(before));
    change.after = after;
    for (int each = 0; each < interpreters; each++) {
      if (tick.interpreter() < 0 || tick.interpreter() == each) {
        change.writers.add(each);
      }
    }
  }

  /// Whether two threads that ignored SIGPIPE for a while, each setting again what it had found,
  /// left it so or took that back: the JVM's own action ignores it too. Who ignores it for good is
  /// seen when one interpreter works at a time.
  private static boolean isLeftIgnored(Fact fact, String before, String after, Tick tick) {
    return tick.phase() == Tick.Phase.AT_ONCE
        && fact.equals(PIPE)
        && Stream.of(before, after)
            .allMatch(each -> each.equals("ignored") || each.startsWith("handled in libjvm.so"));
  }

  /// All changes.
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    changes.forEach((fact, change) ->
        findings.add(
            new Finding.ChangedProcess(
                fact.kind(),
                fact.name(),
                change.before,
                change.after,
                List.copyOf(change.writers))));
    return findings;
  }

  /// The files that are open now, each with how often.
  static Map<String, Integer> files() {
    Map<String, Integer> files = new LinkedHashMap<>();
    now()
        .forEach((fact, target) -> {
          if (fact.kind().equals(FILE)) {
            files.merge(target.replaceFirst("^(socket|pipe):.*", "a $1"), 1, Integer::sum);
          }
        });
    return files;
  }
}
