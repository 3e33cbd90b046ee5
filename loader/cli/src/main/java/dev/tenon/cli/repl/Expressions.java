package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The small language for modules: imports, assignments, attributes, items, calls and literals, as
/// Python writes them. It is there without any script engine.
final class Expressions implements Language {

  /// A part of a statement that has a value.
  @FunctionalInterface
  interface Value {
    @Nullable Object in(Scope scope) throws Exception;
  }

  /// Something that is done, and may show values.
  @FunctionalInterface
  interface Statement {
    void run(Scope scope) throws Exception;
  }

  /// Where statements run.
  ///
  /// @param module the module whose names they see
  record Scope(ModuleObject module, Globals globals, Consumer<@Nullable Object> show) {
    Interpreter interpreter() {
      return Interpreter.current();
    }
  }

  @Override
  public boolean isComplete(String text) {
    return !Nesting.of(text, Nesting.Style.HASH).isOpen();
  }

  @Override
  public void run(String text, ModuleObject module, Consumer<@Nullable Object> show)
      throws Exception {
    // Read whole before any of it runs.
    List<Statement> statements = new StatementReader(new Tokens(text)).read();
    Scope scope = new Scope(module, Globals.of(module), show);
    for (Statement statement : statements) {
      statement.run(scope);
    }
  }
}
