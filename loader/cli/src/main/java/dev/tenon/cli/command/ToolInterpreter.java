// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.Interpreter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.ImportException;
import java.nio.file.InvalidPathException;

/// Makes the interpreters of the commands that look at modules and run no program.
public final class ToolInterpreter {

  private ToolInterpreter() {}

  /// A new interpreter with the path that `run` would have.
  ///
  /// @throws UsageException if the path is wrong
  public static Interpreter open(Surroundings surroundings, Settings settings)
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
  public static Interpreter.Builder locked(
      Interpreter.Builder builder, Surroundings surroundings, Settings settings)
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
