// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.SearchReport;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.load.StackRoom;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known about a module that was not found. The search leaves here who was asked and which
/// imports needed the module; the finders explain themselves when the report is read, in the
/// interpreter, even if that is closed. Those that fail to are passed over: the error at hand is
/// the one to report.
public final class MissReport implements Supplier<SearchReport> {

  private static final int MOST_NEAR_NAMES = 3;

  private final ImportMachinery machinery;
  private final String name;
  private final List<SearchedFinder> searched;
  private final List<ImportException.Step> importers;

  private MissReport(
      ImportMachinery machinery,
      String name,
      List<SearchedFinder> searched,
      List<ImportException.Step> importers) {
    this.machinery = machinery;
    this.name = name;
    this.searched = searched;
    this.importers = importers;
  }

  /// A finder that a host may have made.
  private record Asked(
      MetaPathFinder finder, String name, @Nullable List<String> path, CallbackLock callbacks)
      implements SearchedFinder {

    @Override
    public Collection<SearchReport.Attempt> attempts() {
      return callbacks.callUnless(finder.isConcurrent(), () -> finder.explainMiss(name, path));
    }

    @Override
    public Collection<String> namesBeside() {
      return callbacks.callUnless(finder.isConcurrent(), () -> finder.namesBeside(name, path));
    }
  }

  /// The report about a module that no finder knows, just after the search.
  ///
  /// @param path the parent's `__path__`; null for a top-level module
  public static MissReport of(ImportMachinery machinery, String name, @Nullable List<String> path) {
    List<SearchedFinder> searched = new ArrayList<>();
    for (MetaPathFinder finder : machinery.finders().metaPath()) {
      try {
        if (finder instanceof PathFinder ofPath) {
          searched.add(ofPath.searchedPath(name, path));
        } else if (finder != null) {
          searched.add(new Asked(finder, name, copy(path), machinery.callbacks()));
        }
      } catch (RuntimeException _) {
        // Said above. A path entry may have no printed form, for instance.
      }
    }
    return new MissReport(machinery, name, searched, importers(machinery));
  }

  /// A copy of a path, which scripts may have put null into.
  private static @Nullable List<String> copy(@Nullable List<String> path) {
    return path == null ? null : new ArrayList<>(path);
  }

  /// The report about a submodule of something that is no package.
  static SearchReport ofNonPackage(ImportMachinery machinery, @Nullable Object module) {
    List<String> notes =
        module instanceof ModuleObject object
            ? new HiddenModules(machinery).notesOn(object)
            : List.of();
    return new SearchReport(List.of(), List.of(), importers(machinery), notes);
  }

  /// The imports under way, without that of the missing module itself.
  private static List<ImportException.Step> importers(ImportMachinery machinery) {
    List<ImportException.Step> chain = ImportProgress.chain(machinery);
    return chain.isEmpty() ? chain : chain.subList(0, chain.size() - 1);
  }

  /// Makes the report.
  ///
  /// @throws dev.tenon.error.kind.RecursionError if little of the reading thread's stack is left
  @Override
  public SearchReport get() {
    StackRoom.require(name);
    return ScopedValue.where(ModuleOwner.CURRENT, machinery.owner()).call(this::made);
  }

  private SearchReport made() {
    List<SearchReport.Attempt> attempts = new ArrayList<>();
    ask(SearchedFinder::attempts).forEach(attempts::addAll);
    return new SearchReport(attempts, nearNames(), importers, List.of());
  }

  private List<String> nearNames() {
    String parent = ModuleNames.parent(name);
    Set<String> candidates = new LinkedHashSet<>();
    ask(SearchedFinder::namesBeside).forEach(candidates::addAll);
    candidates.addAll(machinery.registeredNames());
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

  private <T> List<Collection<T>> ask(Function<SearchedFinder, Collection<T>> question) {
    List<Collection<T>> answers = new ArrayList<>();
    for (SearchedFinder finder : searched) {
      try {
        answers.add(List.copyOf(question.apply(finder)));
      } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError _) {
        // Said above. The classes of a finder may be gone when somebody reads the error.
      }
    }
    return answers;
  }
}
