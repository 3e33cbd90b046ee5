// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// Something in a file that cannot be read.
///
/// @param line counted from 1
/// @param column counted from 1
/// @param message what is wrong
/// @param lineText the line
public record DeclarationProblem(int line, int column, String message, String lineText) {

  /// Where it is, as compilers write it.
  ///
  /// @param file the name of the file
  public String place(String file) {
    return "%s:%d:%d".formatted(file, line, column);
  }

  /// The line, and a caret below the place.
  public String quotation() {
    StringBuilder blanks = new StringBuilder();
    lineText
        .chars()
        .limit(Math.max(0, column - 1))
        .forEach(each -> blanks.append(each == '\t' ? '\t' : ' '));
    return "    %s\n    %s^".formatted(lineText, blanks);
  }
}
