// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.ModuleIdentity;
import dev.tenon.run.RunPy;
import java.util.List;
import java.util.function.Function;

/// Carries out `tenon identity`: imports a module, reloads what is asked for, and compares the
/// modules that exist then with what they had before.
final class IdentityTool {

  private final Surroundings surroundings;
  private final IdentityCommand.Identity request;

  IdentityTool(Surroundings surroundings, IdentityCommand.Identity request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// Shows the identities that are asked for while the interpreter is open: its close empties the
  /// namespaces.
  ///
  /// @throws UsageException if the path is wrong
  /// @throws Exception what the modules raise
  String run(Function<List<ModuleIdentity>, String> show) throws Exception {
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
      return interpreter.enter(() -> show.apply(identify(interpreter)));
    }
  }

  private List<ModuleIdentity> identify(Interpreter interpreter) throws Exception {
    if (request.asMain()) {
      try {
        int _ = new RunPy(interpreter).runModuleAsMain(request.module(), List.of());
      } catch (SystemExit _) {
        // A program that ends so has run.
      }
    } else {
      var _ = interpreter.imports().importModule(request.module());
    }
    for (String name : request.reloads()) {
      if (!(interpreter.modules().get(name) instanceof ModuleObject module)) {
        throw new ImportException("module %s not in sys.modules".formatted(name), name);
      }
      var _ = interpreter.reload(module);
    }
    return interpreter.modules().identity().stream()
        .filter(each ->
            request.all()
                || each.names().contains(request.module())
                || request.reloads().stream().anyMatch(each.names()::contains))
        .toList();
  }
}
