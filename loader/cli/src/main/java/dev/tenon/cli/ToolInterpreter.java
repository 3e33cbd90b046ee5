package dev.tenon.cli;

import dev.tenon.Interpreter;

/// Makes the interpreters of the commands that look at modules and run no program.
final class ToolInterpreter {

  private ToolInterpreter() {}

  /// A new interpreter with the path that `run` would have.
  ///
  /// @throws UsageException if the path is wrong
  static Interpreter open(Surroundings surroundings, Request.Settings settings)
      throws UsageException {
    return Interpreter.builder()
        .path(new ModulePath(surroundings).entries(settings.path()).toArray(String[]::new))
        .output(surroundings.output())
        .errorOutput(surroundings.errors())
        .build();
  }
}
