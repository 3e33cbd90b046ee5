// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import java.util.List;

/// Reads the small language for modules: imports, assignments, attributes, items, calls and
/// literals, as Python writes them. It needs no script engine. The prompt of `tenon repl` and the
/// exercises of isolation checks are written in it; whatever else lets a user write calls uses this
/// reader as well, so that there is one such language.
public final class Statements {

  private Statements() {}

  /// Reads a whole text; nothing of it runs.
  ///
  /// @param text statements separated by semicolons or line breaks
  /// @param origin where the text comes from, for errors
  /// @throws dev.tenon.error.kind.SyntaxError if the text is not in the language; it says where
  public static List<Statement> parse(String text, String origin) {
    return new StatementReader(new Tokens(text, origin)).read();
  }
}
