// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import java.nio.file.InvalidPathException;

/// Makes the interpreters of the commands that look at modules and run no program.
final class ToolInterpreter {

  private ToolInterpreter() {}

  /// A new interpreter with the path that `run` would have.
  ///
  /// @throws UsageException if the path is wrong
  static Interpreter open(Surroundings surroundings, Request.Settings settings)
      throws UsageException {
    return locked(
            Interpreter.builder()
                .path(new ModulePath(surroundings).entries(settings.path()).toArray(String[]::new))
                .output(surroundings.output())
                .errorOutput(surroundings.errors()),
            surroundings,
            settings)
        .build();
  }

  /// Sets the lock file that the command line names.
  ///
  /// @throws UsageException if it cannot be used
  static Interpreter.Builder locked(
      Interpreter.Builder builder, Surroundings surroundings, Request.Settings settings)
      throws UsageException {
    try {
      return settings.lock() == null
          ? builder
          : builder.pins(surroundings.folder().resolve(settings.lock()));
    } catch (ImportException | InvalidPathException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
