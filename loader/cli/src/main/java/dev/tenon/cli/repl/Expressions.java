// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.expression.Scope;
import dev.tenon.expression.Statement;
import dev.tenon.expression.Statements;
import dev.tenon.module.ModuleObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The small language for modules at the prompt.
final class Expressions implements Language {

  @Override
  public boolean isComplete(String text) {
    return !Nesting.of(text, Nesting.Style.HASH).isOpen();
  }

  @Override
  public void run(String text, ModuleObject module, Consumer<@Nullable Object> show)
      throws Exception {
    // Read whole before any of it runs.
    List<Statement> statements = Statements.parse(text, Repl.ORIGIN);
    Scope scope = Scope.of(module);
    for (Statement statement : statements) {
      Object value = statement.run(scope);
      if (value != null && statement.isExpression()) {
        show.accept(value);
      }
    }
  }
}
