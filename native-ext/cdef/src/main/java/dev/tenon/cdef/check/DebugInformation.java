package dev.tenon.cdef.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The DWARF debug information of a library, as `readelf` of the GNU binutils prints it: a format
/// of many editions and compressions, which that program has read for decades.
final class DebugInformation {

  private static final Pattern ENTRY =
      Pattern.compile("\\s*<([0-9a-f]+)><([0-9a-f]+)>: Abbrev Number: .*\\(DW_TAG_(\\w+)\\)");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s+<[0-9a-f]+>\\s+DW_AT_(\\w+)\\s*: (.*)");

  /// Before the value stand its form and where a text is stored, as the edition of the program has
  /// it.
  private static final Pattern VALUE =
      Pattern.compile("(?:\\(\\w+\\) )?(?:\\((?:alt )?(?:indirect|offset)[^)]*\\): )?(.*)");

  /// What is part of what is declared.
  private static final Set<String> PARTS =
      Set.of("formal_parameter", "unspecified_parameters", "member", "subrange_type");

  /// How deep entries are kept: a unit, what it declares, the members of that, and what those hold.
  private static final int MOST_DEPTH = 8;

  private final Map<Long, DebugEntry> entries = new HashMap<>();
  private final List<DebugEntry> declared = new ArrayList<>();

  private DebugInformation() {}

  /// Reads the debug information of a library; there may be none.
  ///
  /// @throws IOException if there is no `readelf`, or it fails
  static DebugInformation of(Path library) throws IOException {
    DebugInformation information = new DebugInformation();
    Process process = start(library);
    try (BufferedReader lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      information.read(lines);
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException("readelf cannot read " + library);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while readelf was running", e);
    }
    return information;
  }

  private static Process start(Path library) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("readelf", "--wide", "--debug-dump=info", library.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(
          "debug information is read with readelf, which was not found; install binutils (Debian"
              + " and Ubuntu: apt-get install binutils) or name a header with --header",
          e);
    }
  }

  /// What the units declare.
  List<DebugEntry> declared() {
    return declared;
  }

  /// The entry at a place; null if there is none.
  @Nullable DebugEntry at(long place) {
    return entries.get(place);
  }

  private void read(BufferedReader lines) throws IOException {
    DebugEntry[] path = new DebugEntry[MOST_DEPTH];
    DebugEntry current = new DebugEntry("none");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        current = new DebugEntry(entry.group(3));
        int depth = Integer.parseInt(entry.group(1), 16);
        if (depth < MOST_DEPTH) {
          path[depth] = current;
          keep(current, Long.parseLong(entry.group(2), 16), depth, path);
        }
      } else {
        Matcher attribute = ATTRIBUTE.matcher(line);
        if (attribute.matches()) {
          current.put(attribute.group(1), text(attribute.group(2)));
        }
      }
    }
  }

  private void keep(DebugEntry entry, long place, int depth, DebugEntry[] path) {
    boolean isType = entry.tag().endsWith("_type") || entry.tag().equals("typedef");
    if (isType || depth == 1) {
      entries.put(place, entry);
    }
    if (depth == 1) {
      declared.add(entry);
    }
    if (depth > 1 && PARTS.contains(entry.tag())) {
      path[depth - 1].add(entry);
    }
  }

  private static String text(String value) {
    Matcher matcher = VALUE.matcher(value);
    return (matcher.matches() ? matcher.group(1) : value).strip();
  }
}
