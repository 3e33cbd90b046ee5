// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// What is known about a module that was not found.
///
/// @param attempts every finder and path entry that was asked, in their order
/// @param nearNames full names of modules that could be meant instead, nearest first
/// @param importers the imports under way that needed the module, the outermost first
/// @param notes further whole sentences, such as one about a module that hides the wanted one
public record SearchReport(
    List<Attempt> attempts,
    List<String> nearNames,
    List<ImportException.Step> importers,
    List<String> notes)
    implements Serializable {

  /// Nothing is known.
  public static final SearchReport NONE =
      new SearchReport(List.of(), List.of(), List.of(), List.of());

  /// A report; it keeps copies of the lists.
  public SearchReport {
    Objects.requireNonNull(attempts, "attempts");
    Objects.requireNonNull(nearNames, "nearNames");
    Objects.requireNonNull(importers, "importers");
    Objects.requireNonNull(notes, "notes");
    attempts = List.copyOf(attempts);
    nearNames = List.copyOf(nearNames);
    importers = List.copyOf(importers);
    notes = List.copyOf(notes);
  }

  /// The lines that follow an error's own sentence, each beginning with a line break; empty if
  /// nothing is known.
  public String text() {
    StringBuilder lines = new StringBuilder();
    notes.forEach(note -> lines.append("\n  ").append(Escapes.line(note)));
    if (!nearNames.isEmpty()) {
      lines.append("\n  did you mean ").append(quoted()).append('?');
    }
    if (!importers.isEmpty()) {
      lines.append("\n  needed by: ").append(ImportException.Step.textOf(importers));
    }
    if (!attempts.isEmpty()) {
      lines.append("\n  searched:");
      attempts.forEach(attempt -> lines.append("\n    ").append(attempt));
    }
    return lines.toString();
  }

  private String quoted() {
    return nearNames.stream().map(Escapes::quoted).collect(Collectors.joining(" or "));
  }

  /// One place where a module was looked for in vain.
  ///
  /// @param place the finder or path entry that was asked
  /// @param reason why it did not know the module
  public record Attempt(String place, String reason) implements Serializable {
    public Attempt {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return Escapes.line(place) + ": " + Escapes.line(reason);
    }
  }
}
