package dev.tenon.run;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.List;

/// Runs modules as the main program of an interpreter (PEP 338).
public final class RunPy {

  private final Interpreter interpreter;

  /// Runs modules in `interpreter`.
  public RunPy(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Runs a module by its full name as `__main__`; for a package its submodule `__main__`. The
  /// module adopts the interpreter's real `__main__` object, which is then registered under both
  /// names. Its main slot gets the arguments.
  ///
  /// @param name the full name of the module
  /// @param arguments the program's arguments, without argument 0
  /// @return the exit status
  /// @throws ImportException if the module is not found or cannot be run as the main module; then
  ///   `__main__` is unchanged
  /// @throws Exception what the module raises
  public int runModuleAsMain(String name, List<String> arguments) throws Exception {
    return interpreter.enter(() -> run(findRunnable(name), arguments));
  }

  private ModuleSpec findRunnable(String name) {
    if (name.startsWith(".")) {
      throw new ImportException("Relative module names not supported", name);
    }
    ModuleSpec spec = interpreter.imports().findSpec(name);
    if (spec == null) {
      throw new ModuleNotFoundException("No module named '%s'".formatted(name), name);
    }
    if (spec.submoduleSearchLocations() == null) {
      return spec;
    }
    ModuleSpec inner = interpreter.imports().findSpec(name + ".__main__");
    if (inner == null) {
      throw new ImportException(
          "No module named %s.__main__; '%s' is a package and cannot be directly executed"
              .formatted(name, name),
          name);
    }
    return inner;
  }

  private int run(ModuleSpec spec, List<String> arguments) throws Exception {
    if (!(spec.loader() instanceof MainLoader loader)) {
      throw new ImportException(
          "No code object available for %s".formatted(spec.name()), spec.name());
    }
    ModuleObject main = interpreter.main();
    // The body may import itself by its real name: it must meet this very object (MAIN-08).
    interpreter.modules().put(spec.name(), main);
    try {
      loader.execInModule(spec, main);
    } catch (Throwable failure) {
      interpreter.modules().remove(spec.name());
      throw failure;
    }
    return loader.runMain(main, arguments);
  }
}
