package dev.tenon.imports;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `__path__` of a namespace package: the folders that hold portions of it. It is computed anew
/// when the path it was found on changes (NS-03).
final class NamespacePath extends AbstractList<String> {

  private final ImportSystem system;
  private final PathFinder finder;
  private final String name;
  private List<?> lastSearched;
  private List<String> portions;

  NamespacePath(ImportSystem system, PathFinder finder, String name, List<String> portions) {
    this.system = system;
    this.finder = finder;
    this.name = name;
    this.portions = List.copyOf(portions);
    this.lastSearched = List.copyOf(searched());
  }

  @Override
  public String get(int index) {
    return current().get(index);
  }

  @Override
  public int size() {
    return current().size();
  }

  private List<?> searched() {
    String parent = ModuleNames.parent(name);
    if (parent.isEmpty()) {
      return system.path();
    }
    Object path =
        system.modules().get(parent) instanceof ModuleObject module
            ? module.getOrDefault("__path__", null)
            : null;
    return path instanceof List<?> list ? list : List.of();
  }

  private synchronized List<String> current() {
    List<?> now = List.copyOf(searched());
    if (!now.equals(lastSearched)) {
      lastSearched = now;
      ModuleSpec spec = finder.search(name, now, null);
      List<@Nullable String> found = List.of();
      if (spec.loader() == null && spec.submoduleSearchLocations() != null) {
        found = List.copyOf(spec.submoduleSearchLocations());
      }
      if (!found.isEmpty()) {
        portions = List.copyOf(found);
      }
    }
    return portions;
  }
}
