// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.value.Warning;
import java.util.List;

/// Finds what is to be run under a name: the module itself, the `__main__` of a package, or one of
/// the modules that a library holds.
final class RunnableSearch {

  private static final String MAIN = "__main__";

  private final Interpreter interpreter;

  RunnableSearch(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// The spec of what is to be run. Parents are imported.
  ///
  /// @throws ImportException with CPython's sentence if there is nothing that can be run
  ModuleSpec find(String name) {
    if (name.startsWith(".")) {
      throw new ImportException("Relative module names not supported", name);
    }
    int colon = name.lastIndexOf(':');
    if (colon > 0) {
      return new RunnablePath(interpreter)
          .findInLibrary(name.substring(0, colon), name.substring(colon + 1));
    }
    String parent = RunAttributes.parent(name);
    if (!parent.isEmpty()) {
      importParent(parent);
      warnIfImported(name, parent);
    }
    ModuleSpec spec = findSpec(name);
    return spec.submoduleSearchLocations() == null ? spec : findMainOf(name);
  }

  /// Imports the parent first, so that an error of its body is not taken for a failed search. That
  /// it does not exist is said by the search itself.
  private void importParent(String parent) {
    try {
      interpreter.importByName(parent);
    } catch (ImportException e) {
      String missing = e.name();
      if (missing == null || !(parent + ".").startsWith(missing + ".")) {
        throw e;
      }
    }
  }

  private void warnIfImported(String name, String parent) {
    if (interpreter.modules().get(name) instanceof ModuleObject module && !module.has("__path__")) {
      interpreter.warn(
          new Warning(
              Warning.Category.RUNTIME,
              ("%s found in sys.modules after import of package %s, but prior to execution of"
                      + " %s; this may result in unpredictable behaviour")
                  .formatted(Escapes.quoted(name), Escapes.quoted(parent), Escapes.quoted(name))));
    }
  }

  private ModuleSpec findSpec(String name) {
    ModuleSpec spec;
    try {
      spec = interpreter.imports().findSpec(name);
    } catch (ImportException | AttributeError | TypeError | ValueError e) {
      throw searchFailed(name, e);
    }
    return spec == null ? interpreter.imports().findSpecOrThrow(name) : spec;
  }

  private static ImportException searchFailed(String name, TenonError cause) {
    List<String> lines = cause.summary().lines().toList();
    String sentence =
        "Error while finding module specification for %s (%s)"
            .formatted(Escapes.quoted(name), lines.getFirst());
    ImportException error =
        new ImportException(
            String.join(
                    "\n", sentence + hint(name), String.join("\n", lines.subList(1, lines.size())))
                .strip(),
            name);
    error.initCause(cause);
    return error;
  }

  /// Somebody who writes the name of a file means the module in it.
  private static String hint(String name) {
    for (String suffix : List.of(".py", ".js", ".so", ".jar")) {
      if (name.endsWith(suffix)) {
        return ". Try using %s instead of %s as the module name."
            .formatted(
                Escapes.quoted(name.substring(0, name.length() - suffix.length())),
                Escapes.quoted(name));
      }
    }
    return "";
  }

  /// The spec of the `__main__` of a package.
  private ModuleSpec findMainOf(String name) {
    if (name.equals(MAIN) || name.endsWith("." + MAIN)) {
      throw new ImportException("Cannot use package as __main__ module", name);
    }
    String main = name + "." + MAIN;
    importParent(name);
    warnIfImported(main, name);
    ModuleSpec spec;
    try {
      spec = findSpec(main);
      checkMain(spec);
    } catch (ImportException e) {
      throw interpreter.modules().contains(name) ? notExecutable(name, main, e) : e;
    }
    return spec;
  }

  /// Checks that the `__main__` of a package can be run.
  private static void checkMain(ModuleSpec spec) {
    if (spec.submoduleSearchLocations() != null) {
      throw new ImportException("Cannot use package as __main__ module", spec.name());
    }
    if (!(spec.loader() instanceof MainLoader)) {
      Code _ = codeOf(spec);
    }
  }

  /// The error of a search for the `__main__` of a package.
  private static ImportException notExecutable(String name, String main, ImportException cause) {
    String text = String.valueOf(cause.getMessage());
    int end = text.indexOf('\n');
    String sentence =
        cause instanceof ModuleNotFoundException
            ? "No module named " + Escapes.inline(main)
            : end < 0 ? text : text.substring(0, end);
    String more = cause instanceof ModuleNotFoundException || end < 0 ? "" : text.substring(end);
    ImportException error =
        new ImportException(
            "%s; %s is a package and cannot be directly executed%s"
                .formatted(sentence, Escapes.quoted(name), more),
            name);
    error.initCause(cause);
    return error;
  }

  /// The code of a spec's module.
  ///
  /// @throws ImportException if it has none
  static Code codeOf(ModuleSpec spec) {
    Code code = spec.loader() instanceof CodeLoader loader ? loader.getCode(spec.name()) : null;
    if (code == null) {
      throw new ImportException(
          "No code object available for %s".formatted(spec.name()), spec.name());
    }
    return code;
  }
}
