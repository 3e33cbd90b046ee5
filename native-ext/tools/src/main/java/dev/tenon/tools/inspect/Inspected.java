// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.cli.module.SourceKind;
import dev.tenon.cli.terminal.Paint;
import dev.tenon.input.Escapes;
import dev.tenon.value.SourcePlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `inspect` shows.
///
/// @param place the file or folder, or where the module of a name comes from
/// @param kind what was looked at
/// @param library what the file of a C library says about itself
public record Inspected(
    String place, Kind kind, LibrarySummary library, List<InspectedModule> modules) {

  private static final String PLAIN_LIBRARY =
      "exports no module of Tenon; 'tenon cdef' takes declarations of it out of a header";
  private static final String NO_MODULES = "holds no modules";

  /// What is known of one name that a module defines.
  ///
  /// @param declaration what its module declares of it
  /// @param place where it is written; null if that is not known
  record Definition(String name, String declaration, @Nullable SourcePlace place) {

    String text() {
      return "%s%n  source: %s%n"
          .formatted(
              declaration,
              place == null
                  ? "not known; compile with -g, or keep the sources"
                  : Escapes.inline(place));
    }

    Map<String, @Nullable Object> asMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("declaration", declaration);
      map.put("file", place == null ? null : place.file());
      map.put("line", place == null ? null : place.line());
      return map;
    }
  }

  /// What can be looked at.
  public enum Kind {
    /// The module of a name.
    MODULE("module"),
    /// A file of a module, or of several.
    FILE("file"),
    /// A jar or zip file.
    ARCHIVE("archive"),
    /// A folder.
    FOLDER("folder");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// Whether all descriptors could be read and have no faults.
  boolean isGood() {
    return modules.stream().allMatch(InspectedModule::isGood);
  }

  /// Whether signatures were compared with the types of C functions.
  boolean isVerified() {
    return modules.stream()
        .allMatch(module -> module.kind() != SourceKind.NATIVE || module.hasDebugInformation());
  }

  /// As lines of text.
  String text(Paint paint) {
    List<String> lines = new ArrayList<>(List.of(Escapes.inline(place)));
    if (!library.abi().isEmpty()) {
      lines.add("ABI " + String.join(", ", library.abi()));
    }
    if (!library.needed().isEmpty()) {
      lines.add(
          "needs "
              + library.needed().stream().map(Escapes::inline).collect(Collectors.joining(", ")));
    }
    if (modules.isEmpty()) {
      lines.add(library.isLibrary() ? PLAIN_LIBRARY : NO_MODULES);
    }
    modules.forEach(module -> lines.addAll(module.lines(paint)));
    return String.join("\n", lines) + "\n";
  }

  /// As a plain map.
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("place", place);
    all.put("kind", kind.word);
    all.put("abi", library.abi());
    all.put("needed", library.needed());
    all.put("modules", modules.stream().map(InspectedModule::asMap).toList());
    return all;
  }
}
