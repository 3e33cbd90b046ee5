// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.WritableStatic;
import dev.tenon.isolation.memory.History;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Leaks;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.RandomNumbers;
import dev.tenon.isolation.memory.Written;
import dev.tenon.isolation.run.Plan;
import dev.tenon.isolation.run.Plan.Alone;
import dev.tenon.isolation.run.Plan.Together;
import dev.tenon.isolation.run.Plan.Traced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Weighs what the helper processes of a check saw. A place counts as initialized once only if
/// nothing speaks against it: no later change, no later store, the same content in a process where
/// another interpreter was first, no reference to an interpreter's memory. Random numbers differ in
/// each process, and nobody learns anything from them.
final class Judge {

  private final Alone alone;
  private final @Nullable Alone again;
  private final Together together;
  private final Traced traced;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<Place> shared = new LinkedHashSet<>();
  private final Set<Place> pools = new LinkedHashSet<>();

  /// @param again a second run of one interpreter alone; null if the results are as expected
  Judge(Alone alone, @Nullable Alone again, Together together, Traced traced) {
    this.alone = alone;
    this.again = again;
    this.together = together;
    this.traced = traced;
  }

  /// Whether results differ from those of an interpreter alone.
  static boolean hasDifferentResults(Alone alone, Together together) {
    for (int round = 0; round < alone.rounds().size(); round++) {
      List<String> expected = alone.rounds().get(round);
      if (together.rounds().get(round).stream().anyMatch(each -> !each.equals(expected))) {
        return true;
      }
    }
    return false;
  }

  List<Finding> findings() {
    for (int round = 0; round < alone.rounds().size(); round++) {
      addResults(together.rounds().get(round), round);
    }
    addRandom();
    addWritten();
    addCallers();
    addOnce();
    findings.addAll(together.findings());
    findings.addAll(Leaks.files(alone.files(), together.files()));
    return List.copyOf(findings);
  }

  /// What was not compared, and why.
  List<String> notes() {
    return List.copyOf(notes);
  }

  private void addResults(List<List<String>> outcomes, int round) {
    List<String> expected = alone.rounds().get(round);
    for (int index = 0; index < outcomes.size(); index++) {
      for (int step = 0; step < expected.size(); step++) {
        String found = outcomes.get(index).get(step);
        if (found.equals(expected.get(step))) {
          continue;
        }
        if (again != null && !again.rounds().get(round).get(step).equals(expected.get(step))) {
          notes.add(
              "not compared: %s, which differs from run to run".formatted(expected.get(step)));
        } else {
          findings.add(new Finding.DifferentResult(index, found, expected.get(step)));
        }
      }
    }
  }

  /// Variables that have random numbers, which each use takes under a lock.
  private void addRandom() {
    for (Written each : together.written()) {
      if (each.kind() == History.Kind.SHARED
          && traced.obstacle().isEmpty()
          && isGuarded(each)
          && isRandom(each)) {
        pools.add(each.place());
        findings.add(new Finding.RandomPool(each.place().library(), each.place().variable()));
      }
    }
  }

  private boolean isGuarded(Written written) {
    Set<Integer> unguarded = traced.unguarded().getOrDefault(written.place(), Set.of());
    return written.again().stream().noneMatch(unguarded::contains);
  }

  private boolean isRandom(Written written) {
    Image one = alone.images().get(written.place());
    Image other = traced.images().get(written.place());
    return one != null
        && other != null
        && !one.hasReference()
        && new RandomNumbers(written, one, other).explainEverything();
  }

  private void addWritten() {
    for (Written each : together.written()) {
      if (each.kind() == History.Kind.SHARED && !pools.contains(each.place())) {
        add(each.place(), changed(each));
      }
    }
  }

  private static Finding changed(Written written) {
    Place place = written.place();
    return place.isBehind()
        ? new Finding.ChangedMemory(place.library(), place.variable(), written.writers())
        : new Finding.ChangedStatic(place.library(), place.variable(), written.writers());
  }

  private void add(Place place, Finding finding) {
    if (shared.add(new Place(place.library(), place.variable(), false))) {
      findings.add(finding);
    }
  }

  private void addCallers() {
    together
        .hosts()
        .forEach((place, what) ->
            depends(place, "refers to memory of an interpreter (%s)".formatted(what)));
    for (Plan.Rewrite each : traced.rewrites()) {
      if (pools.contains(each.place())) {
        continue;
      }
      depends(
          each.place(),
          "was written again by interpreter %d (%s), at %s, and had the same value after it"
              .formatted(each.interpreter(), each.step(), each.code()));
    }
  }

  private void depends(Place place, String reason) {
    String text = place.isBehind() ? "refers to memory that " + reason : reason;
    add(place, new Finding.DependsOnCaller(place.library(), place.variable(), text));
  }

  private void addOnce() {
    Map<String, Set<WritableStatic>> once = new LinkedHashMap<>();
    Map<String, Set<WritableStatic>> notSeen = new LinkedHashMap<>();
    for (Written each : together.written()) {
      Place place = new Place(each.place().library(), each.place().variable(), false);
      if (shared.contains(place) || pools.contains(place)) {
        continue;
      }
      String objection = each.kind() == History.Kind.USE_COUNT ? null : objectionTo(each, place);
      if (objection != null) {
        depends(place, objection);
      } else {
        boolean isSeen = each.kind() == History.Kind.USE_COUNT || traced.obstacle().isEmpty();
        (isSeen ? once : notSeen)
            .computeIfAbsent(place.library(), _ -> new LinkedHashSet<>())
            .add(place.variable());
      }
    }
    once.forEach((library, variables) ->
        findings.add(new Finding.InitializedOnce(library, List.copyOf(variables))));
    notSeen.forEach((library, variables) ->
        findings.add(new Finding.NotSeen(library, List.copyOf(variables), traced.obstacle())));
  }

  private @Nullable String objectionTo(Written written, Place place) {
    Image content = together.images().get(place);
    if (content != null && content.hasReference()) {
      return "keeps a reference to an object of the interpreter that used it first";
    }
    Image other = traced.images().get(place);
    if (content == null || other == null) {
      return null;
    }
    String difference = content.differenceFrom(other);
    return difference == null || isRandom(written)
        ? null
        : "has another value in each process after the first use (%s)".formatted(difference);
  }
}
