// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.input.RefusedFileException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Something that a user accepts, written `LIBRARY[:SYMBOL] REASON`:
///
/// ```text
/// libsqlite3.so:sqlite3Stat  statistics, guarded by SQLite's own mutex
/// libfoo.so                  audited in 2026
/// process:umask              this host sets it for each file
/// ```
///
/// @param library the name of a library's file, with or without its version; or the kind of a
///   finding that belongs to no library: `process`, `environment`, `signal`, `limit`, `timer`,
///   `thread`, `file`
/// @param symbol a variable, function or name; empty for all
/// @param reason why it is accepted
public record Acceptance(String library, String symbol, String reason) implements Serializable {

  /// Reads an entry.
  ///
  /// @throws IllegalArgumentException if it has no reason, or names nothing
  public static Acceptance parse(String text) {
    String entry = text.strip();
    int space = 0;
    while (space < entry.length() && !Character.isWhitespace(entry.charAt(space))) {
      space++;
    }
    String subject = entry.substring(0, space);
    String reason = entry.substring(space).strip();
    int colon = subject.indexOf(':');
    String library = colon < 0 ? subject : subject.substring(0, colon);
    String symbol = colon < 0 ? "" : subject.substring(colon + 1);
    boolean isWrong = library.isEmpty() || (colon >= 0 && symbol.isEmpty()) || reason.isEmpty();
    if (isWrong || reason.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "cannot read the entry %s: expected LIBRARY[:SYMBOL], a space and the reason in one line"
              .formatted(Escapes.quoted(text)));
    }
    return new Acceptance(library, symbol, reason);
  }

  /// Reads the entries of a file, one a line; empty lines and those that begin with `#` do not
  /// count.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws IllegalArgumentException if a line is not an entry; the text says which
  public static List<Acceptance> readFile(Path file) throws IOException {
    List<String> lines;
    try {
      lines = BoundedFile.readText(file, Limit.ACCEPTED_FINDINGS).lines().toList();
    } catch (CharacterCodingException | RefusedFileException e) {
      throw new IllegalArgumentException(
          "cannot read %s: %s".formatted(Escapes.quoted(file), FileProblem.reason(e)), e);
    }
    List<Acceptance> entries = new ArrayList<>();
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          entries.add(parse(line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, line %d: %s".formatted(file, index + 1, e.getMessage()), e);
        }
      }
    }
    return entries;
  }

  /// Whether it covers a finding.
  boolean covers(Finding finding) {
    String subject = finding.subject();
    int colon = subject.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String found = subject.substring(0, colon);
    boolean isLibrary = found.equals(library) || found.startsWith(library + ".");
    return isLibrary && (symbol.isEmpty() || symbol.equals(subject.substring(colon + 1)));
  }

  /// The entry without its reason.
  String subject() {
    return symbol.isEmpty() ? library : library + ":" + symbol;
  }

  @Override
  public String toString() {
    return subject() + " " + reason;
  }
}
