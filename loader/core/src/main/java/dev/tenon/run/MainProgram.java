// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.module.Defined;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.registry.SysModules;
import dev.tenon.spi.ImportControl;
import dev.tenon.spi.ModuleOwner;
import java.util.List;
import java.util.Objects;

/// Runs a module in the real `__main__` of its interpreter, where it is registered under its own
/// name, too.
final class MainProgram {

  private static final String MAIN = "__main__";

  private final Interpreter interpreter;
  private final SysModules modules;
  private final ModuleObject main;
  private final ImportControl imports;

  MainProgram(Interpreter interpreter) {
    this.interpreter = interpreter;
    modules = interpreter.modules();
    main = interpreter.main();
    imports = Objects.requireNonNull(ModuleOwner.of(main)).imports();
  }

  private interface Body {
    void run() throws Exception;
  }

  /// Runs the module of a spec.
  ///
  /// @return the exit status
  /// @throws ImportException if the module cannot be run; then nothing has changed
  /// @throws Exception what the module raises
  int run(ModuleSpec spec, List<String> arguments) throws Exception {
    imports.announce(spec.name());
    if (spec.loader() instanceof MainLoader loader) {
      underItsName(
          spec.name(),
          () -> {
            loader.execInModule(spec, main);
            imports.noteExecution(MAIN);
          });
      return loader.runMain(main, arguments);
    }
    Code code = RunnableSearch.codeOf(spec);
    underItsName(spec.name(), () -> runCode(code, spec));
    return 0;
  }

  private void runCode(Code code, ModuleSpec spec) throws Exception {
    RunAttributes.ofModule(MAIN, spec).setIn(main.namespace());
    main.namespace().put(Defined.IMPORT_NAME, spec.name());
    interpreter.audit("exec", code);
    imports.noteExecution(MAIN);
    code.run(Globals.of(main));
  }

  /// Runs the file of a spec as a script: without a spec and under no other name.
  void runScript(ModuleSpec spec) throws Exception {
    Code code = RunnableSearch.codeOf(spec);
    RunAttributes.ofScript(MAIN, spec.loader(), String.valueOf(spec.origin()))
        .setIn(main.namespace());
    main.namespace().remove(Defined.IMPORT_NAME);
    interpreter.audit("exec", code);
    imports.noteExecution(MAIN);
    code.run(Globals.of(main));
  }

  /// The body may import itself by its real name: it must meet this very object (MAIN-08).
  private void underItsName(String name, Body body) throws Exception {
    if (name.equals(MAIN)) {
      body.run();
      return;
    }
    Runnable undo = Registration.withParent(modules, name, main);
    try {
      body.run();
    } catch (SystemExit | KeyboardInterrupt end) {
      // An end that the program itself has chosen: exit callbacks still find it.
      throw end;
    } catch (Throwable failure) {
      undo.run();
      throw failure;
    }
  }
}
