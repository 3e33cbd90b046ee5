package dev.tenon.isolation;

import dev.tenon.module.InterpreterSupport;
import java.io.Serializable;
import java.util.List;

/// What an isolation check found.
///
/// @param module the name of the module
/// @param declared what the module says of itself
/// @param interpreters how many took part
/// @param findings everything that speaks against isolation; empty if nothing does
/// @param threadLocals variables of which each thread has its own: not watched
public record IsolationReport(
    String module,
    InterpreterSupport declared,
    int interpreters,
    List<Finding> findings,
    List<WritableStatic> threadLocals)
    implements Serializable {

  /// The short answer.
  public enum Verdict {
    /// Nothing of one interpreter was seen by another, and nothing was left behind.
    ISOLATED("isolated"),
    /// Interpreters share state.
    SHARED_STATE("shared state found"),
    /// Interpreters are apart, but something was not given back.
    LEAKS("leaks"),
    /// The module does not load in a second interpreter.
    REFUSED("one interpreter only"),
    /// The process ended in the middle.
    CRASHED("crashed");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// The short answer; the worst finding decides.
  public Verdict verdict() {
    Verdict worst = Verdict.ISOLATED;
    for (Finding finding : findings) {
      Verdict one =
          switch (finding) {
            case Finding.ChangedStatic _, Finding.DifferentResult _ -> Verdict.SHARED_STATE;
            case Finding.LeakedHeap _,
                Finding.LeakedThreads _,
                Finding.LeakedReference _,
                Finding.LeakedImage _ ->
                Verdict.LEAKS;
            case Finding.Refused _ -> Verdict.REFUSED;
            case Finding.Crashed _ -> Verdict.CRASHED;
          };
      worst = severity(one) > severity(worst) ? one : worst;
    }
    return worst;
  }

  private static int severity(Verdict verdict) {
    return switch (verdict) {
      case ISOLATED -> 0;
      case LEAKS -> 1;
      case REFUSED -> 2;
      case SHARED_STATE -> 3;
      case CRASHED -> 4;
    };
  }

  /// Whether the module declares isolation and is not isolated.
  public boolean contradictsDeclaration() {
    return declared == InterpreterSupport.ISOLATED && verdict() != Verdict.ISOLATED;
  }

  /// The report as text, a line for each finding.
  public String text() {
    StringBuilder text =
        new StringBuilder(
            "%s: %s (declared: %s, %d interpreters)%n"
                .formatted(module, verdict(), declaration(), interpreters));
    for (Finding finding : findings) {
      text.append("  ").append(finding).append(System.lineSeparator());
    }
    for (WritableStatic each : threadLocals) {
      text.append("  not watched: ").append(each).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String declaration() {
    return switch (declared) {
      case NOT_SUPPORTED -> "one interpreter";
      case SHARED -> "several interpreters that share the process's state";
      case ISOLATED -> "isolated interpreters";
    };
  }
}
