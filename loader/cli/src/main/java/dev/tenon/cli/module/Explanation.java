// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.Interpreter;
import dev.tenon.cli.module.Candidate.Outcome;
import dev.tenon.code.CodeLoader;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ImportException;
import dev.tenon.error.TenonError;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.text.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Explains why a module is found or not, place by place in the order of the search, and whether
/// its descriptor or its text would be accepted. The module itself does not run; packages that it
/// lies in do, because they decide where their modules are searched.
final class Explanation {

  private final Interpreter interpreter;
  private final String name;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private @Nullable ModuleSpec winner;

  Explanation(Interpreter interpreter, String name) {
    this.interpreter = interpreter;
    this.name = name;
  }

  /// Searches the module.
  ///
  /// @throws Exception what a finder or a parent package raises
  Verdict run() throws Exception {
    return interpreter.enter(this::search);
  }

  private Verdict search() {
    interpreter.imports().sys(); // registers it
    if (interpreter.imports().modules().contains(name)) {
      Object module = interpreter.imports().modules().get(name);
      candidates.add(new Candidate("sys.modules", Outcome.USED, String.valueOf(module)));
      return Verdict.registered(name, candidates);
    }
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      searchMetaPath(null);
    } else {
      String parent = name.substring(0, dot);
      List<String> path = pathOf(interpreter.importModule(parent));
      if (path == null) {
        candidates.add(
            new Candidate(
                Escapes.quoted(parent), Outcome.MISSED, "is not a package: it has no path"));
      } else {
        searchMetaPath(path);
      }
    }
    ModuleSpec found = winner;
    return found == null
        ? Verdict.missing(name, candidates, nearName())
        : Verdict.found(name, found, candidates, refusals(found));
  }

  private @Nullable String nearName() {
    names.removeIf(name::equals);
    return NearNames.nearest(name, names).orElse(null);
  }

  private static @Nullable List<String> pathOf(ModuleObject parent) {
    return parent.getOrDefault("__path__", null) instanceof List<?> path
        ? path.stream().map(String::valueOf).toList()
        : null;
  }

  private void searchMetaPath(@Nullable List<String> path) {
    for (MetaPathFinder finder : interpreter.imports().metaPath()) {
      try {
        ask(finder, path);
      } catch (TenonError e) {
        missed(finder.toString(), e.summary());
      }
    }
  }

  private void ask(MetaPathFinder finder, @Nullable List<String> path) {
    names.addAll(finder.namesBeside(name, path));
    ModuleSpec spec = finder.findSpec(name, path, null);
    if (spec == null) {
      finder.explainMiss(name, path).forEach(attempt -> missed(attempt.place(), attempt.reason()));
      return;
    }
    List<Candidate> before = List.copyOf(candidates);
    entries(spec, path == null ? interpreter.imports().path() : path);
    boolean isOfAnEntry =
        candidates.stream().skip(before.size()).anyMatch(each -> each.outcome() != Outcome.MISSED);
    if (!isOfAnEntry) {
      candidates.subList(before.size(), candidates.size()).clear();
      found(finder.toString(), spec);
    }
  }

  /// Asks each entry of the path for what the finder of the path has found.
  private void entries(ModuleSpec spec, List<String> entries) {
    boolean isFirst = winner == null;
    for (String entry : entries) {
      String place = "path entry %s".formatted(Escapes.quoted(entry));
      try {
        PathEntryFinder finder = finderFor(entry);
        ModuleSpec here = finder == null ? null : finder.findSpec(name, null);
        if (here == null) {
          missed(place, finder == null ? "no path hook takes it" : finder.explainMiss(name));
        } else if (here.loader() == null) {
          portion(place, here, isFirst && spec.loader() == null);
        } else if (winner != null || Objects.equals(here.origin(), spec.origin())) {
          found(place, here);
        }
      } catch (ImportException e) {
        missed(place, String.valueOf(e.getMessage()));
      }
    }
    if (isFirst && spec.loader() == null) {
      winner = spec;
    }
  }

  private void portion(String place, ModuleSpec here, boolean isUsed) {
    List<String> folders = Objects.requireNonNullElse(here.submoduleSearchLocations(), List.of());
    if (isUsed) {
      candidates.add(new Candidate(place, Outcome.PORTION, String.join(", ", folders)));
    } else {
      missed(place, "has a folder of this name without a module file; a module goes before it");
    }
  }

  private @Nullable PathEntryFinder finderFor(String entry) {
    for (Function<String, @Nullable PathEntryFinder> hook : interpreter.imports().pathHooks()) {
      PathEntryFinder finder = hook.apply(entry);
      if (finder != null) {
        return finder;
      }
    }
    return null;
  }

  private void found(String place, ModuleSpec spec) {
    String file = spec.hasLocation() ? String.valueOf(spec.origin()) : "";
    candidates.add(new Candidate(place, winner == null ? Outcome.USED : Outcome.HIDDEN, file));
    winner = winner == null ? spec : winner;
  }

  private void missed(String place, String reason) {
    candidates.add(new Candidate(place, Outcome.MISSED, reason));
  }

  /// Why the module that was found would not be loaded.
  private List<String> refusals(ModuleSpec spec) {
    try {
      return switch (spec.loader()) {
        case ExtensionLoader loader ->
            loader.readDef(spec).faults().stream().map(DescriptorFault::text).toList();
        case CodeLoader loader -> {
          loader.getCode(name);
          yield List.of();
        }
        case null, default -> List.of();
      };
    } catch (ImportException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (TenonError e) {
      return List.of(e.summary());
    }
  }
}
