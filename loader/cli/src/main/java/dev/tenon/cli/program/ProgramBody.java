// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.run.RunPy;
import java.util.List;

/// A module, a path or a text as the main program.
record ProgramBody(Program program) implements MainBody {

  @Override
  public int run(Interpreter interpreter) throws Exception {
    RunPy runPy = new RunPy(interpreter);
    Program.Source source = program.source();
    // Every run comes here: to link a switch over types takes longer.
    if (source instanceof Program.Named(String name)) {
      return runPy.runModuleAsMain(name, arguments());
    }
    if (source instanceof Program.File(String path)) {
      return runPy.runPathAsMain(path, arguments());
    }
    Program.Text text = (Program.Text) source;
    return runPy.runCodeAsMain(Code.compile(text.language(), label(), text.code()), arguments());
  }

  @Override
  public String label() {
    return program.source().label();
  }

  @Override
  public List<String> arguments() {
    return program.arguments();
  }
}
