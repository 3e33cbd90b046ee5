// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.SearchReport;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.text.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gathers what is known about a module that was not found. Finders that fail while they explain
/// themselves are passed over: the error at hand is the one to report.
public final class MissReport {

  private static final int MOST_NEAR_NAMES = 3;

  private final ImportMachinery machinery;

  public MissReport(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// The report about a module that no finder knows.
  ///
  /// @param path the parent's `__path__`; null for a top-level module
  public SearchReport of(String name, @Nullable List<String> path) {
    List<SearchReport.Attempt> attempts = new ArrayList<>();
    ask(finder -> finder.explainMiss(name, path)).forEach(attempts::addAll);
    return new SearchReport(attempts, nearNames(name, path), importers(), List.of());
  }

  /// The report about a submodule of something that is no package.
  SearchReport ofNonPackage(@Nullable Object module) {
    List<String> notes =
        module instanceof ModuleObject object
            ? new HiddenModules(machinery).notesOn(object)
            : List.of();
    return new SearchReport(List.of(), List.of(), importers(), notes);
  }

  /// The imports under way, without that of the missing module itself.
  private List<ImportException.Step> importers() {
    List<ImportException.Step> chain = ImportProgress.chain(machinery);
    return chain.isEmpty() ? chain : chain.subList(0, chain.size() - 1);
  }

  private List<String> nearNames(String name, @Nullable List<String> path) {
    String parent = ModuleNames.parent(name);
    Set<String> candidates = new LinkedHashSet<>();
    ask(finder -> finder.namesBeside(name, path)).forEach(candidates::addAll);
    candidates.addAll(machinery.modules().names());
    candidates.removeIf(other -> !ModuleNames.parent(other).equals(parent) || other.equals(name));
    List<String> near = new ArrayList<>();
    Optional<String> next = NearNames.nearest(name, candidates);
    while (next.isPresent() && near.size() < MOST_NEAR_NAMES) {
      near.add(next.get());
      candidates.remove(next.get());
      next = NearNames.nearest(name, candidates);
    }
    return near;
  }

  private <T> List<Collection<T>> ask(Function<MetaPathFinder, Collection<T>> question) {
    List<Collection<T>> answers = new ArrayList<>();
    for (MetaPathFinder finder : machinery.finders().metaPath()) {
      try {
        answers.add(
            finder == null ? List.of() : machinery.ask(finder, () -> question.apply(finder)));
      } catch (RuntimeException _) {
        // Said above.
      }
    }
    return answers;
  }
}
