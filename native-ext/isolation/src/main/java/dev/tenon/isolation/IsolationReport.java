// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.module.InterpreterSupport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What an isolation check found.
///
/// @param module the name of the module
/// @param declared what the module says of itself
/// @param interpreters how many took part
/// @param findings everything that was seen and not accepted; empty if nothing was
/// @param accepted findings that an entry accepts
/// @param unused entries that accept nothing
/// @param notes what was not compared, and why
/// @param threadLocals variables of which each thread has its own: not watched
public record IsolationReport(
    String module,
    InterpreterSupport declared,
    int interpreters,
    List<Finding> findings,
    List<Accepted> accepted,
    List<Acceptance> unused,
    List<String> notes,
    List<WritableStatic> threadLocals)
    implements Serializable {

  /// A finding that a user accepts.
  public record Accepted(Finding finding, Acceptance entry) implements Serializable {
    @Override
    public String toString() {
      return "accepted: %s (%s: %s)".formatted(finding, entry.subject(), entry.reason());
    }
  }

  /// The short answer.
  public enum Verdict {
    /// Nothing of one interpreter was seen by another, and nothing was left behind.
    ISOLATED("isolated"),
    /// The first use wrote variables, with equal results for all interpreters; otherwise isolated.
    INITIALIZED_ONCE("initialized once"),
    /// Interpreters take random numbers from one source; otherwise isolated or initialized once.
    RANDOM_NUMBERS("random numbers shared"),
    /// The check could not see enough.
    UNDECIDED("undecided"),
    /// Interpreters are apart, but something was not released.
    LEAKS("leaks"),
    /// The module does not load in a second interpreter.
    REFUSED("one interpreter only"),
    /// Interpreters share state.
    SHARED_STATE("shared state found"),
    /// The process ended in the middle.
    CRASHED("crashed");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /// Whether interpreters are kept apart.
    public boolean isGood() {
      return compareTo(RANDOM_NUMBERS) <= 0;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// Makes a report of what was found and what the user accepts.
  public static IsolationReport of(
      String module,
      InterpreterSupport declared,
      int interpreters,
      List<Finding> all,
      List<Acceptance> entries,
      List<String> notes,
      List<WritableStatic> threadLocals) {
    List<Finding> findings = new ArrayList<>();
    List<Accepted> accepted = new ArrayList<>();
    Set<Acceptance> unused = new LinkedHashSet<>(entries);
    for (Finding finding : all) {
      List<Acceptance> covering = entries.stream().filter(each -> each.covers(finding)).toList();
      covering.forEach(unused::remove);
      if (covering.isEmpty() || finding.verdict().isGood()) {
        findings.add(finding);
      } else {
        accepted.add(new Accepted(finding, covering.getFirst()));
      }
    }
    return new IsolationReport(
        module,
        declared,
        interpreters,
        List.copyOf(findings),
        List.copyOf(accepted),
        List.copyOf(unused),
        notes,
        threadLocals);
  }

  /// The short answer; the worst finding decides.
  public Verdict verdict() {
    return findings.stream().map(Finding::verdict).max(Enum::compareTo).orElse(Verdict.ISOLATED);
  }

  /// Whether the module declares isolation and is not isolated.
  public boolean contradictsDeclaration() {
    return declared == InterpreterSupport.ISOLATED && !verdict().isGood();
  }

  /// The report as text, a line for each finding.
  public String text() {
    StringBuilder text =
        new StringBuilder(
            "%s: %s (declared: %s, %d interpreters)%n"
                .formatted(module, verdict(), declaration(), interpreters));
    findings.forEach(each -> line(text, each.toString()));
    accepted.forEach(each -> line(text, each.toString()));
    unused.forEach(each ->
        line(text, "accepts nothing, remove it: %s (%s)".formatted(each.subject(), each.reason())));
    notes.forEach(each -> line(text, each));
    threadLocals.forEach(each -> line(text, "not watched: " + each));
    return text.toString();
  }

  /// The report as maps, lists, texts and numbers, for JSON.
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", module);
    map.put("verdict", verdict().toString());
    map.put("good", verdict().isGood());
    map.put("declared", declared.name().toLowerCase(Locale.ROOT));
    map.put("interpreters", interpreters);
    map.put("findings", findings.stream().map(IsolationReport::mapOf).toList());
    map.put("accepted", accepted.stream().map(IsolationReport::mapOf).toList());
    map.put("unused", unused.stream().map(Acceptance::toString).toList());
    map.put("notes", notes);
    map.put("notWatched", threadLocals.stream().map(WritableStatic::name).toList());
    return map;
  }

  private static Map<String, Object> mapOf(Accepted accepted) {
    Map<String, Object> map = mapOf(accepted.finding());
    map.put("entry", accepted.entry().subject());
    map.put("reason", accepted.entry().reason());
    return map;
  }

  private static Map<String, Object> mapOf(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", finding.getClass().getSimpleName());
    map.put("verdict", finding.verdict().toString());
    map.put("subject", finding.subject());
    map.put("text", finding.toString());
    return map;
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append(System.lineSeparator());
  }

  /// The module's declaration in words.
  public String declaration() {
    return switch (declared) {
      case NOT_SUPPORTED -> "one interpreter";
      case SHARED -> "several interpreters that share the process's state";
      case ISOLATED -> "isolated interpreters";
    };
  }
}
