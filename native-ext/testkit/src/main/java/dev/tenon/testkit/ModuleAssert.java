// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.isolation.check.IsolationCheck;
import java.io.IOException;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// Assertions on a module that is known by its name. The check runs once, with the first assertion.
public final class ModuleAssert extends AbstractAssert<ModuleAssert, String> {

  private final IsolationCheck check;
  private @Nullable IsolationReport report;

  ModuleAssert(String module) {
    super(module, ModuleAssert.class);
    check = IsolationCheck.of(module);
  }

  /// Sets the module path.
  public ModuleAssert onPath(String... entries) {
    check.path(entries);
    return this;
  }

  /// Sets how many interpreters take part.
  public ModuleAssert withInterpreters(int count) {
    check.interpreters(count);
    return this;
  }

  /// Sets what is done with the module in each interpreter.
  ///
  /// @see dev.tenon.isolation.check.IsolationCheck#exercise
  public ModuleAssert whenDoing(String calls) {
    check.exercise(calls);
    return this;
  }

  /// Accepts findings, each `LIBRARY[:SYMBOL] REASON`.
  ///
  /// @see dev.tenon.isolation.Acceptance
  public ModuleAssert ignoring(String... entries) {
    check.ignore(entries);
    return this;
  }

  /// Succeeds if no interpreter saw anything of another and nothing was left behind. Variables that
  /// are initialized once, with equal results for all, are no objection.
  ///
  /// @throws AssertionError with the whole report if that is not so
  public ModuleAssert isIsolated() {
    if (!report().verdict().isGood()) {
      failWithMessage(
          "expected module '%s' to be: %s, but%n%s", actual, Verdict.ISOLATED, report().text());
    }
    return this;
  }

  /// Succeeds if the check comes to a certain verdict.
  ///
  /// @throws AssertionError with the whole report if it comes to another one
  public ModuleAssert hasVerdict(Verdict expected) {
    if (report().verdict() != expected) {
      failWithMessage("expected module '%s' to be: %s, but%n%s", actual, expected, report().text());
    }
    return this;
  }

  /// What the check found.
  ///
  /// @throws AssertionError if the check cannot be done, for instance because there is no such
  ///   module
  public IsolationReport report() {
    IsolationReport known = report;
    if (known == null) {
      known = run();
      report = known;
    }
    return known;
  }

  private IsolationReport run() {
    try {
      return check.run();
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during the check of '" + actual + "'", e);
    }
  }
}
