// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.input.ArchivePlace;
import dev.tenon.input.Escapes;
import dev.tenon.isolation.StaticsScan;
import dev.tenon.isolation.WritableStatic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The writable variables of a module's library and of the libraries that came with it, and the
/// memory that they refer to, from the moment they are mapped and before any code of the module has
/// run.
public final class Watch {

  /// Libraries of the system and of Tenon, whose state belongs to the process by nature;
  /// `libraries.c` has them too.
  private static final List<String> OF_THE_PROCESS =
      List.of(
          "ld-linux",
          "libc.",
          "libdl.",
          "libm.",
          "libpthread.",
          "librt.",
          "libtenon_",
          "tenon-host-");

  private final List<MappedLibrary> present = new ArrayList<>();
  private final Map<Place, History> histories = new LinkedHashMap<>();
  private final Map<Place, String> hosts = new LinkedHashMap<>();
  private final Set<WritableStatic> threadLocals = new LinkedHashSet<>();
  private final ProcessMemory memory;
  private Set<Path> before = Set.of();
  private @Nullable Path library;
  private Snapshot last = new Snapshot(Map.of(), Map.of());

  /// A copy of everything at one moment.
  private record Snapshot(
      Map<Place, byte[]> variables, Map<Reachable.Key, Reachable.Content> blocks) {}

  public Watch() throws IOException {
    memory = new ProcessMemory();
  }

  /// Remembers what is mapped already.
  public void beforeImport() throws IOException {
    before = new HashSet<>(MappedLibrary.mapped().keySet());
  }

  /// Begins with the library of a module that has just been mapped.
  ///
  /// @param origin the file of the module
  public void begin(@Nullable String origin) {
    if (origin == null || library != null || !origin.endsWith(".so")) {
      return;
    }
    if (ArchivePlace.of(origin).inner() != null) {
      throw new ImportException(
          "cannot check %s: it lies in an archive; unpack the library and check that"
              .formatted(Escapes.quoted(origin)),
          null,
          origin,
          Phase.QUERY);
    }
    try {
      library = Path.of(origin).toRealPath();
      addLibraries(MappedLibrary.mapped());
      last = snapshot();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addLibraries(Map<Path, Long> mapped) throws IOException {
    for (Map.Entry<Path, Long> each : mapped.entrySet()) {
      boolean isKnown = present.stream().anyMatch(one -> one.file().equals(each.getKey()));
      if (!isKnown && !before.contains(each.getKey()) && isOfModule(each.getKey())) {
        add(MappedLibrary.of(each.getKey(), each.getValue()));
      }
    }
  }

  private static boolean isOfModule(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".so") || name.contains(".so."))
        && OF_THE_PROCESS.stream().noneMatch(name::startsWith)
        && !name.endsWith(" (deleted)")
        && !file.startsWith(System.getProperty("java.home"));
  }

  private void add(MappedLibrary mapped) throws IOException {
    present.add(mapped);
    StaticsScan.of(mapped.file()).statics().stream()
        .filter(each -> each.kind() == WritableStatic.Kind.THREAD_LOCAL)
        .forEach(threadLocals::add);
  }

  private Snapshot snapshot() {
    ContentReader reader = new ContentReader(memory, Probe.locks());
    Map<Place, byte[]> variables = new LinkedHashMap<>();
    present.forEach(each -> each.copyTo(variables, reader));
    Reachable reachable = reachable(variables, reader);
    reachable.hosts().forEach(hosts::putIfAbsent);
    return new Snapshot(variables, reachable.contents());
  }

  private Reachable reachable(Map<Place, byte[]> variables, ContentReader reader) {
    Reachable reachable = new Reachable(reader, Probe.blocks());
    reachable.follow(variables);
    return reachable;
  }

  /// Notes what has changed since the last time.
  ///
  /// @param interpreters how many take part
  public void note(Tick tick, int interpreters) throws IOException {
    if (library == null) {
      return;
    }
    Map<Path, Long> mapped = MappedLibrary.mapped();
    // A library that only private images needed is gone with them.
    present.removeIf(each -> !each.isAmong(mapped));
    addLibraries(mapped);
    Snapshot now = snapshot();
    last.variables()
        .forEach(
            (place, bytes) -> note(tick, place, bytes, now.variables().get(place), interpreters));
    last.blocks()
        .forEach((key, content) -> {
          if (tick.phase() == Tick.Phase.AT_ONCE && !isOfOwnLibrary(content.place())) {
            return; // Libraries note threads there: each that is new seeds its random numbers.
          }
          Reachable.Content later = now.blocks().get(key);
          note(
              tick,
              content.place(),
              content.bytes(),
              later == null ? null : later.bytes(),
              interpreters);
        });
    last = now;
  }

  private boolean isOfOwnLibrary(Place place) {
    return library != null && library.endsWith(place.library());
  }

  /// Forgets what has changed since the last time, because a thread has ended.
  public void skip() {
    if (library != null) {
      last = snapshot();
    }
  }

  private void note(
      Tick tick, Place place, byte[] bytes, byte @Nullable [] later, int interpreters) {
    if (later != null && later.length == bytes.length && !java.util.Arrays.equals(bytes, later)) {
      histories.computeIfAbsent(place, _ -> new History()).add(tick, bytes, later, interpreters);
    }
  }

  /// Whether something changed in each of the rounds at once.
  public boolean changesAtOnce(int rounds) {
    return histories.values().stream().anyMatch(each -> each.changesAtOnce(rounds));
  }

  /// Everything that was written, with what it amounts to.
  public List<Written> written(int interpreters) {
    List<Written> written = new ArrayList<>();
    histories.forEach((place, history) -> written.add(history.written(place, interpreters)));
    return written;
  }

  /// The places that refer to memory of an interpreter.
  public Map<Place, String> hosts() {
    return Map.copyOf(hosts);
  }

  /// What the watched variables and the memory behind them contain now, in a form that can be
  /// compared with that of another process.
  public Map<Place, Image> images() throws IOException {
    ContentReader reader = new ContentReader(memory, Probe.locks());
    Map<Place, byte[]> variables = new LinkedHashMap<>();
    present.forEach(each -> each.copyTo(variables, reader));
    Image.Maker maker = new Image.Maker(reachable(variables, reader), reader, library);
    Map<Place, Image> images = new LinkedHashMap<>();
    variables.forEach(
        (place, bytes) -> images.put(place, maker.imageOf(bytes, place.variable().lead())));
    return images;
  }

  /// The blocks that variables refer to now.
  Set<Reachable.Key> heldBlocks() {
    ContentReader reader = new ContentReader(memory, Probe.locks());
    Map<Place, byte[]> ofRuntime = new LinkedHashMap<>();
    present.forEach(each -> each.copyRuntimeTo(ofRuntime, reader));
    Set<Reachable.Key> held = new HashSet<>(last.blocks().keySet());
    held.addAll(reachable(ofRuntime, reader).contents().keySet());
    return held;
  }

  /// The ranges of all watched variables and of the memory that they refer to.
  public List<long[]> ranges() {
    List<long[]> ranges = new ArrayList<>();
    NavigableMap<Long, Long> locks = Probe.locks();
    for (MappedLibrary each : present) {
      for (WritableStatic variable : each.watched()) {
        ranges.add(
            new long[] {each.addressOf(variable), each.addressOf(variable) + variable.size()});
      }
    }
    last.blocks().values().stream()
        .map(Reachable.Content::block)
        .filter(block -> block.owner() >= 0 && !isLock(block, locks))
        .forEach(block -> ranges.add(new long[] {block.address(), block.address() + block.size()}));
    return ranges;
  }

  private static boolean isLock(Probe.Block block, NavigableMap<Long, Long> locks) {
    return block.size() <= locks.getOrDefault(block.address(), 0L);
  }

  /// The place that an address belongs to; null if it is not watched.
  public @Nullable Place placeOf(long address) {
    Place variable = variableAt(address);
    return variable != null
        ? variable
        : last.blocks().values().stream()
            .filter(content -> content.block().contains(address))
            .map(Reachable.Content::place)
            .findFirst()
            .orElse(null);
  }

  /// The variable that an address belongs to; null if there is none.
  public @Nullable Place variableAt(long address) {
    for (MappedLibrary each : present) {
      for (WritableStatic variable : each.watched()) {
        long start = each.addressOf(variable);
        if (address >= start && address < start + variable.size()) {
          return new Place(each.name(), variable, false);
        }
      }
    }
    return null;
  }

  /// The cell of a variable that an address lies in, by its offset; -1 for memory behind it.
  public int cellOf(Place place, long address) {
    return present.stream()
        .filter(each -> !place.isBehind() && each.name().equals(place.library()))
        .map(each -> address - each.addressOf(place.variable()))
        .filter(offset -> offset >= 0 && offset < place.variable().size())
        .findFirst()
        .map(offset -> (int) (offset / History.CELL * History.CELL))
        .orElse(-1);
  }

  /// The variables that are not watched.
  public List<WritableStatic> threadLocals() {
    return List.copyOf(threadLocals);
  }

  /// The library of the module; null if it has none.
  @Nullable Path library() {
    return library;
  }
}
