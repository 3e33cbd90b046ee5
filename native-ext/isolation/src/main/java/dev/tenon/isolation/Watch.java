package dev.tenon.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The writable variables of a module's library and of the libraries that came with it, from the
/// moment they are mapped and before any code of the module has run.
final class Watch {

  /// Libraries of the system and of Tenon, whose state belongs to the process by nature.
  private static final List<String> OF_THE_PROCESS =
      List.of(
          "ld-linux",
          "libc.",
          "libdl.",
          "libgcc_s.",
          "libm.",
          "libpthread.",
          "librt.",
          "libstdc++.",
          "libtenon_");

  private final Map<MappedLibrary, MappedLibrary.Snapshot> present = new LinkedHashMap<>();
  private final Map<Change, TreeSet<Integer>> writers = new LinkedHashMap<>();
  private final List<WritableStatic> threadLocals = new ArrayList<>();
  private Set<Path> before = Set.of();
  private @Nullable Path library;

  private record Change(String library, WritableStatic variable) {}

  /// Remembers what is mapped already.
  void beforeImport() throws IOException {
    before = new HashSet<>(MappedLibrary.mapped().keySet());
  }

  /// Begins with the library of a module that has just been mapped.
  ///
  /// @param origin the file of the module
  void begin(@Nullable String origin) {
    if (origin == null || library != null) {
      return;
    }
    try {
      library = Path.of(origin).toRealPath();
      for (Map.Entry<Path, Long> each : MappedLibrary.mapped().entrySet()) {
        if (!before.contains(each.getKey()) && isOfModule(each.getKey())) {
          add(MappedLibrary.of(each.getKey(), each.getValue()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfModule(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".so") || name.contains(".so."))
        && OF_THE_PROCESS.stream().noneMatch(name::startsWith)
        && !file.startsWith(System.getProperty("java.home"));
  }

  private void add(MappedLibrary mapped) throws IOException {
    present.put(mapped, mapped.snapshot());
    StaticsScan.of(mapped.file()).statics().stream()
        .filter(each -> each.kind() == WritableStatic.Kind.THREAD_LOCAL)
        .forEach(threadLocals::add);
  }

  /// Notes what has changed since the last time, and who was at work.
  void noteChanges(List<Integer> interpreters) throws IOException {
    Map<Path, Long> mapped = MappedLibrary.mapped();
    // A library that only private images needed is gone with them.
    present.keySet().removeIf(library -> !library.isAmong(mapped));
    for (Map.Entry<MappedLibrary, MappedLibrary.Snapshot> each : present.entrySet()) {
      MappedLibrary.Snapshot now = each.getKey().snapshot();
      for (WritableStatic variable : each.getValue().changedIn(now)) {
        String name = String.valueOf(each.getKey().file().getFileName());
        writers
            .computeIfAbsent(new Change(name, variable), _ -> new TreeSet<>())
            .addAll(interpreters);
      }
      each.setValue(now);
    }
  }

  /// All changes.
  List<Finding> changes() {
    List<Finding> findings = new ArrayList<>();
    writers.forEach((change, who) ->
        findings.add(
            new Finding.ChangedStatic(change.library(), change.variable(), List.copyOf(who))));
    return findings;
  }

  /// The variables that are not watched.
  List<WritableStatic> threadLocals() {
    return List.copyOf(threadLocals);
  }

  /// The library of the module; null if it has none.
  @Nullable Path library() {
    return library;
  }
}
