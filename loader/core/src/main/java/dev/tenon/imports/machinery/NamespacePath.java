// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.module.ModuleSpec;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/// The `__path__` of a namespace package: the folders that hold portions of it. It is computed anew
/// when the path it was found on changes (NS-03) and after caches were invalidated. Entries may be
/// added by hand until then.
final class NamespacePath extends AbstractList<String> {

  private final PathFinder finder;
  private final String name;
  private List<?> lastSearched;
  private int lastEpoch;
  private List<String> portions;

  NamespacePath(PathFinder finder, String name, List<String> portions) {
    this.finder = finder;
    this.name = name;
    this.portions = new ArrayList<>(portions);
    lastSearched = copy(finder.pathAround(name));
    lastEpoch = finder.epoch();
  }

  /// A copy that may hold null, which `List.copyOf` refuses.
  private static List<?> copy(List<?> list) {
    return new ArrayList<>(list);
  }

  @Override
  public synchronized String get(int index) {
    return current().get(index);
  }

  @Override
  public synchronized int size() {
    return current().size();
  }

  @Override
  public synchronized String set(int index, String portion) {
    return current().set(index, portion);
  }

  @Override
  public synchronized void add(int index, String portion) {
    current().add(index, portion);
  }

  private List<String> current() {
    List<?> now = copy(finder.pathAround(name));
    int epoch = finder.epoch();
    if (!now.equals(lastSearched) || epoch != lastEpoch) {
      ModuleSpec spec = finder.search(name, now, null);
      List<String> found = spec.submoduleSearchLocations();
      if (spec.loader() == null && found != null && !found.isEmpty()) {
        portions = new ArrayList<>(found);
      }
      lastSearched = now;
      lastEpoch = epoch;
    }
    return portions;
  }
}
