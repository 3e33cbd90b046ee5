// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The DWARF debug information of a library, which `cc -g` writes. It is read from the file, and in
/// parts: line numbers and entries when they are first asked for. Addresses are those of the file,
/// which is what is left of an address in memory when the library's start is subtracted. Any thread
/// may use it.
public final class DebugInformation {

  private static final int MOST_HOPS = 16;

  private final Path file;
  private final DebugSections sections;
  private final EntryReader reader;
  private final Map<Long, LineHeader> headers = new HashMap<>();
  private boolean isRead;
  private @Nullable LineIndex lines;
  private @Nullable NavigableMap<Long, Function> functions;

  private record Function(long end, DebugEntry entry) {}

  private DebugInformation(Path file, DebugSections sections) throws IOException {
    this.file = file;
    this.sections = sections;
    this.reader = guarded(() -> new EntryReader(sections));
  }

  /// Reads the debug information of a library; there may be none.
  ///
  /// @throws IOException if the file cannot be read, or its debug information is damaged, larger
  ///   than 256 MiB, of a version after 5, or compressed with something else than zlib
  public static DebugInformation of(Path library) throws IOException {
    return new DebugInformation(library, DebugSections.of(library));
  }

  /// Whether the library has no debug information.
  public boolean isEmpty() {
    return reader.roots().isEmpty();
  }

  /// Returns what the units declare: types, functions and variables outside of others.
  ///
  /// @throws IOException if an entry is damaged
  public synchronized List<DebugEntry> declared() throws IOException {
    readEntries();
    return reader.declared();
  }

  /// Returns the entry at an offset, as [DebugEntry#reference] has it; null if there is none.
  ///
  /// @throws IOException if an entry is damaged
  public synchronized @Nullable DebugEntry at(long offset) throws IOException {
    readEntries();
    return reader.entries().get(offset);
  }

  /// Returns the entry that another refers to, for instance with its `type`.
  ///
  /// @throws IOException if an entry is damaged
  public Optional<DebugEntry> referred(DebugEntry entry, String attribute) throws IOException {
    Optional<Long> offset = entry.reference(attribute);
    return offset.isPresent() ? Optional.ofNullable(at(offset.get())) : Optional.empty();
  }

  /// Returns the line that an instruction was compiled from. For the place of a call, ask for an
  /// address before its return address.
  ///
  /// @throws IOException if a line table is damaged
  public synchronized Optional<SourcePlace> lineOf(long address) throws IOException {
    LineIndex known = lines;
    if (known == null) {
      known = guarded(this::index);
      lines = known;
    }
    return known.at(address);
  }

  private LineIndex index() {
    LineIndex index = new LineIndex();
    Set<Long> seen = new HashSet<>();
    for (DebugEntry root : reader.roots().values()) {
      long at = root.number("stmt_list", -1);
      if (at >= 0 && seen.add(at)) {
        index.add(header(root, at));
      }
    }
    index.seal();
    return index;
  }

  private LineHeader header(DebugEntry root, long at) {
    return new LineHeader(
        sections.section("line").at(at),
        root.text("comp_dir").orElse(""),
        reader.attributes(),
        root.unit(),
        sections.budget());
  }

  /// Returns the entry of the function whose code an address is in.
  ///
  /// @throws IOException if an entry is damaged
  public synchronized Optional<DebugEntry> functionAt(long address) throws IOException {
    readEntries();
    NavigableMap<Long, Function> known = functions;
    if (known == null) {
      known = guarded(this::indexFunctions);
      functions = known;
    }
    Map.Entry<Long, Function> found = known.floorEntry(address);
    return found == null || address >= found.getValue().end()
        ? Optional.empty()
        : Optional.of(found.getValue().entry());
  }

  private NavigableMap<Long, Function> indexFunctions() {
    NavigableMap<Long, Function> found = new TreeMap<>();
    for (DebugEntry entry : reader.entries().values()) {
      if (entry.tag().equals("subprogram")) {
        long[] range = range(entry);
        if (range[0] > 0) {
          found.put(range[0], new Function(range[1], entry));
        }
      }
    }
    return found;
  }

  private long[] range(DebugEntry entry) {
    Optional<Long> low = entry.address("low_pc");
    if (low.isPresent()) {
      long high = low.get() + entry.number("high_pc", 0);
      return new long[] {low.get(), entry.address("high_pc").orElse(high)};
    }
    long ranges = entry.number("ranges", -1);
    DebugEntry root = rootOf(entry.unit());
    long base = root == null ? 0 : root.address("low_pc").orElse(0L);
    return ranges < 0 ? new long[2] : reader.attributes().firstRange(ranges, base, entry.unit());
  }

  /// Returns the entry that has the name of a function and the types of its parameters. For a
  /// function that was also inlined, or is a member of a class, the entry of its code refers to
  /// that one.
  ///
  /// @throws IOException if an entry is damaged
  public DebugEntry declarationOf(DebugEntry function) throws IOException {
    DebugEntry entry = function;
    for (int hop = 0; hop < MOST_HOPS && entry.name().isEmpty(); hop++) {
      entry = origin(entry).orElse(entry);
    }
    return entry;
  }

  /// Returns where something is declared, which for a function is the line of its definition.
  ///
  /// @throws IOException if an entry or a line table is damaged
  public Optional<SourcePlace> placeOf(DebugEntry declared) throws IOException {
    DebugEntry entry = declared;
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      Optional<SourcePlace> place = ownPlace(entry);
      Optional<DebugEntry> origin = origin(entry);
      if (place.isPresent() || origin.isEmpty()) {
        return place;
      }
      entry = origin.get();
    }
    return Optional.empty();
  }

  private Optional<DebugEntry> origin(DebugEntry entry) throws IOException {
    Optional<DebugEntry> origin = referred(entry, "abstract_origin");
    return origin.isPresent() ? origin : referred(entry, "specification");
  }

  private synchronized Optional<SourcePlace> ownPlace(DebugEntry entry) throws IOException {
    int line = (int) entry.number("decl_line", 0);
    if (line <= 0) {
      return Optional.empty();
    }
    // A definition whose declaration is in the same file leaves out the number of the file.
    Optional<DebugEntry> origin = origin(entry);
    long declared = origin.map(other -> other.number("decl_file", -1)).orElse(-1L);
    long number = entry.number("decl_file", declared);
    String path =
        guarded(() -> {
          DebugEntry root = rootOf(entry.unit());
          long at = root == null ? -1 : root.number("stmt_list", -1);
          return at < 0
              ? ""
              : headers
                  .computeIfAbsent(at, _ -> header(Objects.requireNonNull(root), at))
                  .file(number);
        });
    return path.isEmpty() ? Optional.empty() : Optional.of(new SourcePlace(path, line));
  }

  private @Nullable DebugEntry rootOf(DebugUnit unit) {
    return reader.roots().get(unit.start());
  }

  private void readEntries() throws IOException {
    if (!isRead) {
      guarded(() -> {
        reader.readAll();
        return reader;
      });
      isRead = true;
    }
  }

  private <T> T guarded(Supplier<T> read) throws IOException {
    try {
      return read.get();
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new IOException(
          "the debug information of %s is damaged or of an unknown kind: %s"
              .formatted(file, e.getMessage() == null ? "it ends too early" : e.getMessage()),
          e);
    }
  }
}
