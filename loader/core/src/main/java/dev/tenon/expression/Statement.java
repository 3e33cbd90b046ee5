// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import org.jspecify.annotations.Nullable;

/// One statement that was read and can be run any number of times, by any thread.
public final class Statement {

  private final String text;
  private final boolean isExpression;
  private final Action action;

  Statement(String text, boolean isExpression, Action action) {
    this.text = text;
    this.isExpression = isExpression;
    this.action = action;
  }

  /// The statement as it was written, without what surrounds it.
  public String text() {
    return text;
  }

  /// Whether it is an expression, whose value a prompt shows.
  public boolean isExpression() {
    return isExpression;
  }

  /// Runs the statement. The interpreter of the scope's module must be the current one.
  ///
  /// @return the value of an expression or the value that was assigned, else null
  /// @throws Exception what the statement raises
  public @Nullable Object run(Scope scope) throws Exception {
    return action.in(scope);
  }

  @Override
  public String toString() {
    return text;
  }
}
