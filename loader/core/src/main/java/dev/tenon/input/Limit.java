// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

/// A limit on something that comes from outside. `docs/limits.md` has one row for each; they are
/// generous, so that who meets one has met an accident or an attack.
public enum Limit {
  /// The length of a full module name.
  MODULE_NAME(4_096, "characters"),
  /// The parts of a full module name, each of which is imported within the one before it.
  MODULE_NAME_PARTS(200, "parts"),
  /// What a message shows of a name or a text.
  SHOWN_NAME(1_000, "characters"),
  /// The printed form of a value.
  PRINTED_FORM(16 << 20, "characters"),
  /// How deep containers in a printed form are shown.
  PRINTED_DEPTH(100, "levels"),
  /// The files of one directory on the path.
  DIRECTORY_ENTRIES(100_000, "entries"),
  /// The central directory of an archive, which is kept in memory.
  ARCHIVE_DIRECTORY(64 << 20, "bytes"),
  /// The archives that lie within each other in one path entry.
  ARCHIVE_DEPTH(8, "archives"),
  /// An archive that lies within another one, unpacked.
  NESTED_ARCHIVE(256 << 20, "bytes"),
  /// A manifest or a list of services in an archive, unpacked.
  ARCHIVE_METADATA(4 << 20, "bytes"),
  /// A class in an archive.
  ARCHIVE_CLASS(16 << 20, "bytes"),
  /// A library in an archive, unpacked.
  ARCHIVE_LIBRARY(256 << 20, "bytes"),
  /// The libraries of one directory of an archive that are looked into for modules, unpacked.
  ARCHIVE_LIBRARIES(1_024, "MiB"),
  /// A script.
  SCRIPT(16 << 20, "bytes"),
  /// A file of C declarations.
  DECLARATIONS(8 << 20, "bytes"),
  /// What all macros of a file of C declarations expand to.
  MACRO_EXPANSION(1 << 20, "tokens"),
  /// Declarations that were read before and kept.
  STORED_DECLARATIONS(64 << 20, "bytes"),
  /// The name of a C type that a host gives, such as `struct point *`.
  TYPE_NAME(1_000, "characters"),
  /// A C header.
  HEADER(16 << 20, "bytes"),
  /// What the C compiler makes of headers before it compiles them.
  INCLUDED_HEADERS(256 << 20, "bytes"),
  /// The file beside a library that says how it is mapped.
  IMAGE_MANIFEST(64 << 10, "bytes"),
  /// A file that lists what may be loaded.
  LOCK_FILE(16 << 20, "bytes"),
  /// The file beside a library that lists what the check of isolation accepts.
  ACCEPTED_FINDINGS(1 << 20, "bytes"),
  /// The symbol table of a library, and the table of its names.
  SYMBOL_TABLE(64 << 20, "bytes"),
  /// All names that are taken out of the symbol table of a library.
  SYMBOL_NAMES(64 << 20, "bytes"),
  /// The modules that one library exports.
  LIBRARY_MODULES(10_000, "modules"),
  /// The entries of all tables of the descriptor of one module: functions, constants, properties
  /// and others.
  DESCRIPTOR_ENTRIES(200_000, "entries"),
  /// The faults of one descriptor that an error lists.
  DESCRIPTOR_FAULTS(1_000, "faults"),
  /// The libraries of one directory on the path that are looked into for modules, together.
  LISTED_LIBRARIES(16_384, "MiB"),
  /// The modules that all libraries of one directory on the path export.
  LISTED_MODULES(100_000, "modules"),
  /// A library that is copied for a private image or looked at.
  LIBRARY(1 << 30, "bytes"),
  /// A line or an entry that is typed or piped into the prompt.
  PROMPT_ENTRY(1 << 18, "characters"),
  /// The history of the prompt.
  PROMPT_HISTORY(16 << 20, "bytes"),
  /// A table of the system, such as the list of what is mounted.
  SYSTEM_TABLE(16 << 20, "bytes"),
  /// The output of a helper process that a report quotes.
  QUOTED_OUTPUT(1 << 20, "bytes");

  private final int most;
  private final String unit;

  Limit(int most, String unit) {
    this.most = most;
    this.unit = unit;
  }

  /// The greatest value that is allowed.
  public int most() {
    return most;
  }

  /// What it counts.
  public String unit() {
    return unit;
  }

  /// What was found and what is allowed: `"300 parts, more than the 200 that are allowed"`.
  ///
  /// @param found how many there are
  public String exceededBy(long found) {
    return "%d %s, more than the %d that are allowed".formatted(found, unit, most);
  }

  /// As [#exceededBy(long)] where nobody has counted to the end.
  public String exceeded() {
    return "more than the %d %s that are allowed".formatted(most, unit);
  }
}
