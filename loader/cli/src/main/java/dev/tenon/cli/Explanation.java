package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.SearchAttempt;
import dev.tenon.imports.ExtensionLoader;
import dev.tenon.imports.MetaPathFinder;
import dev.tenon.imports.PathEntryFinder;
import dev.tenon.imports.PathHook;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells why a module is found or not, place by place in the order of the search, and whether its
/// descriptor would be accepted. The module itself does not run; packages that it lies in do,
/// because they decide where their modules are searched.
final class Explanation {

  private final Interpreter interpreter;
  private final String name;
  private final List<String> lines = new ArrayList<>();
  private @Nullable ModuleSpec winner;

  Explanation(Interpreter interpreter, String name) {
    this.interpreter = interpreter;
    this.name = name;
  }

  /// What is told.
  ///
  /// @param text whole lines
  /// @param found whether the module would be loaded
  record Answer(String text, boolean found) {}

  /// Searches the module.
  ///
  /// @throws Exception what a finder or a parent package raises
  Answer run() throws Exception {
    return interpreter.enter(this::search);
  }

  private Answer search() {
    List<String> path = parentPath();
    for (MetaPathFinder finder : interpreter.imports().metaPath()) {
      List<ModuleSpec> specs = finder.findAllSpecs(name, path);
      if (specs.isEmpty()) {
        finder.explainMiss(name, path).forEach(this::missed);
      } else if (specs.getFirst().hasLocation()) {
        entries(path == null ? interpreter.imports().path() : path);
      } else {
        found(finder.toString(), specs.getFirst());
      }
    }
    boolean accepted = winner != null && check(winner);
    lines.addFirst(
        winner == null
            ? "'%s' is not found".formatted(name)
            : "'%s' is found: %s".formatted(name, winner.origin()));
    return new Answer(String.join("\n", lines) + "\n", accepted);
  }

  private @Nullable List<String> parentPath() {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return null;
    }
    ModuleObject parent = interpreter.importModule(name.substring(0, dot));
    return parent.getOrDefault("__path__", null) instanceof List<?> path
        ? path.stream().map(String::valueOf).toList()
        : List.of();
  }

  private void entries(List<String> entries) {
    for (String entry : entries) {
      try {
        PathEntryFinder finder = finderFor(entry);
        ModuleSpec spec = finder == null ? null : finder.findSpec(name, null);
        if (spec != null) {
          found(entry, spec);
        } else {
          missed(
              new SearchAttempt(
                  entry, finder == null ? "no path hook takes it" : finder.explainMiss(name)));
        }
      } catch (ImportException e) {
        missed(new SearchAttempt(entry, String.valueOf(e.getMessage())));
      }
    }
  }

  private @Nullable PathEntryFinder finderFor(String entry) {
    for (PathHook hook : interpreter.imports().pathHooks()) {
      PathEntryFinder finder = hook.finderFor(entry);
      if (finder != null) {
        return finder;
      }
    }
    return null;
  }

  private void found(String place, ModuleSpec spec) {
    if (winner == null) {
      winner = spec;
      lines.add("  %s: has it%s".formatted(place, where(spec)));
    } else {
      lines.add("  %s: has it, too%s, hidden by the one above".formatted(place, where(spec)));
    }
  }

  private static String where(ModuleSpec spec) {
    return spec.hasLocation() ? ", in " + spec.origin() : "";
  }

  private void missed(SearchAttempt attempt) {
    lines.add("  " + attempt);
  }

  private boolean check(ModuleSpec spec) {
    if (!(spec.loader() instanceof ExtensionLoader loader)) {
      return true;
    }
    try {
      ModuleDef def = loader.readDef(spec);
      def.faults().forEach(fault -> lines.add("  refused: " + fault));
      return def.faults().isEmpty();
    } catch (ImportException e) {
      lines.add("  refused: " + String.valueOf(e.getMessage()).replace("\n", "\n  "));
      return false;
    }
  }
}
