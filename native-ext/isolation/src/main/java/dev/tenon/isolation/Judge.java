package dev.tenon.isolation;

import dev.tenon.isolation.Plan.Alone;
import dev.tenon.isolation.Plan.Together;
import dev.tenon.isolation.Plan.Traced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Weighs what the helper processes of a check saw. A place counts as initialized once only if
/// nothing speaks against it: no later change, no later store, the same content in a process where
/// another interpreter was first, no reference to an interpreter's memory.
final class Judge {

  private final Alone alone;
  private final @Nullable Alone again;
  private final Together together;
  private final Traced traced;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<Place> shared = new LinkedHashSet<>();

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

  private void addWritten() {
    for (Written each : together.written()) {
      if (each.kind() == History.Kind.SHARED) {
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
    Map<String, List<WritableStatic>> once = new LinkedHashMap<>();
    for (Written each : together.written()) {
      Place place = new Place(each.place().library(), each.place().variable(), false);
      if (shared.contains(place)) {
        continue;
      }
      String objection = each.kind() == History.Kind.USE_COUNT ? null : objectionTo(place);
      if (objection != null) {
        depends(place, objection);
      } else {
        List<WritableStatic> variables =
            once.computeIfAbsent(place.library(), _ -> new ArrayList<>());
        if (!variables.contains(place.variable())) {
          variables.add(place.variable());
        }
      }
    }
    once.forEach((library, variables) ->
        findings.add(new Finding.InitializedOnce(library, List.copyOf(variables))));
  }

  private @Nullable String objectionTo(Place place) {
    Image content = together.images().get(place);
    if (content != null && content.hasReference()) {
      return "keeps a reference to an object of the interpreter that used it first";
    }
    if (!traced.obstacle().isEmpty()) {
      return "was written by the first use, and whether a later one stores to it was not seen: "
          + traced.obstacle();
    }
    Image other = traced.images().get(place);
    if (content == null || other == null) {
      return null;
    }
    String difference = content.differenceFrom(other);
    return difference == null
        ? null
        : "has another value in each process after the first use (%s)".formatted(difference);
  }
}
