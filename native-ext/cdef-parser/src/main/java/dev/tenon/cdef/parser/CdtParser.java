// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationParser;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.preparation.MacroExpansions;
import dev.tenon.cdef.parser.preparation.Problems;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.cdef.parser.preparation.TextLines;

/// Reads declarations with CDT. The first use loads CDT, which takes about a third of a second.
public final class CdtParser implements DeclarationParser {

  /// For the service loader.
  public CdtParser() {}

  @Override
  public Declarations parse(String fileName, String text, DataModel model)
      throws DeclarationException {
    SourceText source = new SourceText(text, model);
    Problems problems = new Problems(source);
    checkText(source, problems);
    Declarations declarations =
        new DeclarationCollector(source, problems, model, fileName).collect();
    problems.throwIfAny();
    return declarations;
  }

  /// Refuses what the preprocessor would pass over in silence or never come to an end with.
  private static void checkText(SourceText source, Problems problems) throws DeclarationException {
    TextLines lines = TextLines.of(source.text());
    lines.flaws().forEach(flaw -> problems.add(source.place(flaw.offset()), flaw.message()));
    problems.throwIfAny();
    MacroExpansions.excess(lines, source.constants())
        .ifPresent(flaw -> problems.add(source.place(flaw.offset()), flaw.message()));
    problems.throwIfAny();
  }

  @Override
  public String version() {
    return "cdt-9.2.100/3";
  }
}
