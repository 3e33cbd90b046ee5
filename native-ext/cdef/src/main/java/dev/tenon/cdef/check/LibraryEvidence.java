// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CType;
import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads what a library says of itself in its debug information.
public final class LibraryEvidence {

  private LibraryEvidence() {}

  /// What the debug information of a library says; empty if it carries none.
  ///
  /// @throws IOException if it cannot be read; the message says what is missing
  public static Optional<Evidence> of(Path library) throws IOException {
    DebugInformation information = DebugInformation.of(library);
    if (information.isEmpty()) {
      return Optional.empty();
    }
    DebugTypes types = new DebugTypes(information);
    Map<String, CType.Function> functions = new HashMap<>();
    Map<String, CType> variables = new HashMap<>();
    Map<String, Object> constants = new HashMap<>();
    Map<String, CType> typedefs = new HashMap<>();
    // A struct without a tag has the name of its typedef, wherever that stands.
    for (DebugEntry entry : information.declared()) {
      if (entry.tag().equals("typedef")) {
        typedefs.put(entry.name(), types.convert(entry, ""));
      }
    }
    for (DebugEntry entry : information.declared()) {
      // What a unit only mentions says how others see it, and often without parameters.
      boolean isDefinition = !entry.has("declaration") && !entry.name().isEmpty();
      switch (entry.tag()) {
        case "subprogram" -> {
          if (isDefinition && entry.has("external")) {
            functions.put(entry.name(), types.function(entry));
          }
        }
        case "variable" -> {
          if (entry.has("external") && !entry.name().isEmpty()) {
            variables.put(entry.name(), types.typeOf(entry));
          }
        }
        case "structure_type", "union_type" -> types.convert(entry, "");
        case "enumeration_type" ->
            entry
                .children("enumerator")
                .forEach(each -> constants.put(each.name(), DebugTypes.value(entry, each)));
        default -> {
          // Nothing that declarations have.
        }
      }
    }
    return Optional.of(
        new Evidence(
            "the debug information of " + library.getFileName(),
            functions,
            variables,
            types.records(),
            constants,
            typedefs));
  }
}
