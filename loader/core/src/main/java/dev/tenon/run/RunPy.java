// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.OsError;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs modules and paths, as CPython's `runpy` does (PEP 338): as the main program of an
/// interpreter, which extensions can be too (PEP 547), or in a namespace of their own.
///
/// A name may be that of a module, of a package, whose submodule `__main__` is run, or
/// `"LIBRARY:MODULE"` for one of several modules that a library or jar holds, where `LIBRARY` is a
/// path or the name of another module in it.
public final class RunPy {

  private static final String RUN_PATH = "<run_path>";

  private final Interpreter interpreter;

  /// Runs modules in `interpreter`.
  public RunPy(Interpreter interpreter) {
    Objects.requireNonNull(interpreter, "interpreter");
    this.interpreter = interpreter;
  }

  /// Runs a module by its name as `__main__`; `python -m`. It runs in the interpreter's real
  /// `__main__` object, which keeps the names it has and is registered under the module's own name,
  /// too. An extension's main slot then gets the arguments.
  ///
  /// `sys.argv` is set to the arguments; argument 0 is `"-m"` while packages of the module are
  /// imported, and then the module's location, or its name if it has none.
  ///
  /// @param name the name of the module
  /// @param arguments the program's arguments, without argument 0
  /// @return the exit status: that of the main slot, 0 for a module without one
  /// @throws ImportException if the module is not found or cannot be run as the main module; then
  ///   `__main__` is unchanged
  /// @throws Exception what the module raises
  public int runModuleAsMain(String name, List<String> arguments) throws Exception {
    Objects.requireNonNull(arguments, "arguments");
    return interpreter.enter(() -> {
      interpreter.audit("cpython.run_module", name);
      arguments().set("-m", arguments);
      ModuleSpec spec = new RunnableSearch(interpreter).find(name);
      arguments().setFirst(locationOf(spec));
      return new MainProgram(interpreter).run(spec, arguments);
    });
  }

  /// Runs what is at a path as `__main__`; `python PATH`. A folder or archive is put at the
  /// beginning of `sys.path` and its module `__main__` is run. The file of an extension adopts
  /// `__main__` as in [#runModuleAsMain]. For any other file its folder is put at the beginning of
  /// `sys.path`, and `__spec__` is null, since the file has no name as a module; importing the same
  /// file by name then gives a warning, because its body runs again.
  ///
  /// @param path the file, folder or archive; argument 0 of the program
  /// @param arguments the program's other arguments
  /// @return the exit status: that of the main slot, 0 for a module without one
  /// @throws OsError if there is nothing at the path, or it cannot be read
  /// @throws ImportException if there is nothing that can be run; then `__main__` is unchanged
  /// @throws Exception what the program raises
  public int runPathAsMain(String path, List<String> arguments) throws Exception {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(arguments, "arguments");
    return interpreter.enter(() -> {
      interpreter.audit("cpython.run_file", path);
      arguments().set(path, arguments);
      RunnablePath.Place place = new RunnablePath(interpreter).find(path);
      interpreter.imports().path().addFirst(place.isEntry() ? path : folderOf(place.spec()));
      MainProgram program = new MainProgram(interpreter);
      if (place.isEntry() || place.spec().loader() instanceof MainLoader) {
        return program.run(place.spec(), arguments);
      }
      program.runScript(place.spec());
      return 0;
    });
  }

  /// Runs code in `__main__`; `python -c`. Argument 0 is `"-c"`.
  ///
  /// @param arguments the program's other arguments
  /// @return 0: the status of code that ends by itself
  /// @throws Exception what the code raises
  public int runCodeAsMain(Code code, List<String> arguments) throws Exception {
    Objects.requireNonNull(arguments, "arguments");
    return interpreter.enter(() -> {
      interpreter.audit("cpython.run_command", code.origin());
      interpreter.audit("exec", code);
      arguments().set("-c", arguments);
      code.run(Globals.of(interpreter.main()));
      return 0;
    });
  }

  /// Runs the code of a module in a fresh namespace; CPython's `run_module`.
  ///
  /// @param name the name of the module
  /// @return the namespace
  /// @throws ImportException if the module is not found or has no code; extensions have none
  /// @throws Exception what the module raises
  public Map<String, @Nullable Object> runModule(String name, RunOptions options) throws Exception {
    Objects.requireNonNull(options, "options");
    return interpreter.enter(() -> {
      interpreter.audit("cpython.run_module", name);
      ModuleSpec spec = new RunnableSearch(interpreter).find(name);
      Code code = RunnableSearch.codeOf(spec);
      String runName = Objects.requireNonNullElse(options.runName(), spec.name());
      RunAttributes attributes = RunAttributes.ofModule(runName, spec);
      return options.alterSys()
          ? runAltered(code, attributes, options, locationOf(spec))
          : runPlain(code, namespace(attributes, options));
    });
  }

  /// Runs what is at a path in a fresh namespace that is registered as `"<run_path>"` or what the
  /// options say; CPython's `run_path`. Argument 0 is the path meanwhile, and for a folder or
  /// archive the first entry of `sys.path`, too.
  ///
  /// @param path a file, or a folder or archive with a module `__main__`
  /// @return the namespace
  /// @throws OsError if there is nothing at the path, or it cannot be read
  /// @throws ImportException if there is nothing that has code
  /// @throws Exception what the code raises
  public Map<String, @Nullable Object> runPath(String path, RunOptions options) throws Exception {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(options, "options");
    return interpreter.enter(() -> {
      interpreter.audit("cpython.run_file", path);
      RunnablePath.Place place = new RunnablePath(interpreter).find(path);
      Code code = RunnableSearch.codeOf(place.spec());
      String runName = Objects.requireNonNullElse(options.runName(), RUN_PATH);
      if (!place.isEntry()) {
        return runAltered(code, RunAttributes.ofScript(runName, null, path), options, path);
      }
      RunAttributes attributes =
          RunAttributes.ofModule(runName, place.spec()).inPackage(RunAttributes.parent(runName));
      interpreter.imports().path().addFirst(path);
      try {
        return runAltered(code, attributes, options, path);
      } finally {
        interpreter.imports().path().remove(path);
      }
    });
  }

  private Map<String, @Nullable Object> runAltered(
      Code code, RunAttributes attributes, RunOptions options, String zero) throws Exception {
    ModuleObject module = namespace(attributes, options);
    Runnable unregister = Registration.inSys(interpreter.modules(), attributes.name(), module);
    Runnable restore = arguments().setFirst(zero);
    try {
      return runPlain(code, module);
    } finally {
      restore.run();
      unregister.run();
    }
  }

  private Map<String, @Nullable Object> runPlain(Code code, ModuleObject module) throws Exception {
    interpreter.audit("exec", code);
    code.run(Globals.of(module));
    return module.namespace();
  }

  private ModuleObject namespace(RunAttributes attributes, RunOptions options) {
    ModuleObject module =
        Modules.create(attributes.name(), null, ModuleOwner.of(interpreter.main()));
    module.namespace().putAll(options.globals());
    attributes.setIn(module.namespace());
    return module;
  }

  private ProgramArguments arguments() {
    return new ProgramArguments(interpreter.imports().sys());
  }

  private static String locationOf(ModuleSpec spec) {
    String origin = spec.origin();
    return spec.hasLocation() && origin != null ? origin : spec.name();
  }

  private static String folderOf(ModuleSpec spec) {
    Path folder = Path.of(String.valueOf(spec.origin())).getParent();
    return folder == null ? "" : folder.toString();
  }
}
