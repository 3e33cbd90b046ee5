// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.run.RunPy;
import java.util.List;

/// A module, a path or a text as the main program.
record ProgramBody(Request.Program program) implements MainBody {

  @Override
  public int run(Interpreter interpreter) throws Exception {
    RunPy runPy = new RunPy(interpreter);
    Request.Source source = program.source();
    // Every run comes here: to link a switch over types takes longer.
    if (source instanceof Request.Named(String name)) {
      return runPy.runModuleAsMain(name, arguments());
    }
    if (source instanceof Request.File(String path)) {
      return runPy.runPathAsMain(path, arguments());
    }
    Request.Text text = (Request.Text) source;
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
