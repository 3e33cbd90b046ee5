// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.expression.Tokens.Kind;
import dev.tenon.imports.ImportStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Reads statements of the small language: imports, assignments, deletions and expressions.
final class StatementReader {

  private static final Set<String> RESERVED =
      Set.of("import", "from", "as", "del", "None", "True", "False");

  private final Tokens tokens;
  private final ValueReader values;
  private boolean isExpression;

  StatementReader(Tokens tokens) {
    this.tokens = tokens;
    values = new ValueReader(tokens);
  }

  /// Reads to the end.
  ///
  /// @throws SyntaxError if that is not the language
  List<Statement> read() {
    List<Statement> statements = new ArrayList<>();
    while (tokens.peek().kind() != Kind.END) {
      if (tokens.peek().kind() == Kind.BREAK) {
        tokens.take();
        continue;
      }
      statements.add(statement());
      if (tokens.peek().kind() != Kind.END) {
        tokens.take(Kind.BREAK, "';' or the end of the line");
      }
    }
    return statements;
  }

  private Statement statement() {
    Tokens.Token first = tokens.peek();
    isExpression = false;
    Action action = action();
    return new Statement(tokens.textFrom(first), isExpression, action);
  }

  private Action action() {
    if (tokens.takeIf("import")) {
      return importModule();
    }
    if (tokens.takeIf("from")) {
      return importFrom();
    }
    if (tokens.takeIf("del")) {
      return Target.of(values.read(), tokens).deletion();
    }
    Value value = values.read();
    if (tokens.takeIf("=")) {
      return Target.of(value, tokens).assignment(values.read());
    }
    isExpression = true;
    return value::in;
  }

  private Action importModule() {
    String name = dottedName();
    if (tokens.takeIf("as")) {
      String alias = name();
      return done(scope -> statements(scope).importModuleAs(name, alias));
    }
    return done(scope -> statements(scope).importModule(name));
  }

  private Action importFrom() {
    String module = dottedName();
    tokens.expect("import");
    if (tokens.takeIf("*")) {
      return done(scope -> statements(scope).importAllFrom(module));
    }
    List<Consumer<Scope>> each = new ArrayList<>();
    do {
      String name = name();
      String alias = tokens.takeIf("as") ? name() : name;
      each.add(scope -> statements(scope).importFromAs(module, name, alias));
    } while (tokens.takeIf(","));
    return done(scope -> each.forEach(one -> one.accept(scope)));
  }

  private static Action done(Consumer<Scope> effect) {
    return scope -> {
      effect.accept(scope);
      return null;
    };
  }

  private static ImportStatements statements(Scope scope) {
    return Interpreter.current().imports().statementsOf(scope.module());
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(name());
    while (tokens.takeIf(".")) {
      name.append('.').append(name());
    }
    return name.toString();
  }

  private String name() {
    if (RESERVED.contains(tokens.peek().text())) {
      throw tokens.unexpected("a name");
    }
    return tokens.take(Kind.NAME, "a name").text();
  }
}
