// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.SearchReport;
import dev.tenon.input.Escapes;
import dev.tenon.search.PathEntryFinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The entries of a path on which a module was not found. The path may change afterwards.
///
/// @param name the full name of the module
/// @param entries in the order in which they were searched
/// @param callbacks what finders are called through
record SearchedPath(String name, List<Entry> entries, CallbackLock callbacks)
    implements SearchedFinder {

  /// An entry of the path.
  ///
  /// @param place the entry as text
  /// @param finder what has searched it; null if nothing has
  /// @param reason why nothing has searched it
  record Entry(String place, @Nullable PathEntryFinder finder, String reason) {}

  @Override
  public List<SearchReport.Attempt> attempts() {
    return entries.isEmpty()
        ? List.of(new SearchReport.Attempt(PathFinder.NAME, "the path is empty"))
        : entries.stream().map(this::attempt).toList();
  }

  private SearchReport.Attempt attempt(Entry entry) {
    PathEntryFinder finder = entry.finder();
    return new SearchReport.Attempt(
        "path entry %s".formatted(Escapes.quoted(entry.place())),
        finder == null
            ? entry.reason()
            : callbacks.callUnless(finder.isConcurrent(), () -> finder.explainMiss(name)));
  }

  @Override
  public Collection<String> namesBeside() {
    List<String> names = new ArrayList<>();
    for (Entry entry : entries) {
      PathEntryFinder finder = entry.finder();
      if (finder != null) {
        names.addAll(callbacks.callUnless(finder.isConcurrent(), () -> finder.namesBeside(name)));
      }
    }
    return names;
  }
}
