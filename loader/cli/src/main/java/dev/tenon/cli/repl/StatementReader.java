package dev.tenon.cli.repl;

import dev.tenon.cli.repl.Expressions.Statement;
import dev.tenon.cli.repl.Expressions.Value;
import dev.tenon.cli.repl.Tokens.Kind;
import dev.tenon.error.SyntaxError;
import dev.tenon.imports.ImportStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads statements of the small language: imports, assignments, deletions and expressions.
final class StatementReader {

  private static final Set<String> RESERVED =
      Set.of("import", "from", "as", "del", "None", "True", "False");

  private final Tokens tokens;
  private final ValueReader values;

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
    return scope -> {
      Object result = value.in(scope);
      if (result != null) {
        scope.show().accept(result);
      }
    };
  }

  private Statement importModule() {
    String name = dottedName();
    if (tokens.takeIf("as")) {
      String alias = name();
      return scope -> statements(scope).importModuleAs(name, alias);
    }
    return scope -> statements(scope).importModule(name);
  }

  private Statement importFrom() {
    String module = dottedName();
    tokens.expect("import");
    if (tokens.takeIf("*")) {
      return scope -> statements(scope).importAllFrom(module);
    }
    List<Statement> each = new ArrayList<>();
    do {
      String name = name();
      String alias = tokens.takeIf("as") ? name() : name;
      each.add(scope -> statements(scope).importFromAs(module, name, alias));
    } while (tokens.takeIf(","));
    return scope -> {
      for (Statement statement : each) {
        statement.run(scope);
      }
    };
  }

  private static ImportStatements statements(Expressions.Scope scope) {
    return scope.interpreter().imports().statementsOf(scope.module());
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
