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
    return switch (program.source()) {
      case Request.Named(String name) -> runPy.runModuleAsMain(name, arguments());
      case Request.File(String path) -> runPy.runPathAsMain(path, arguments());
      case Request.Text(String language, String code) ->
          runPy.runCodeAsMain(Code.compile(language, label(), code), arguments());
    };
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
