// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// The text of a script is not code of its language. CPython's SyntaxError.
public final class SyntaxError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  /// An error at a place of a file.
  ///
  /// @param message what is wrong, without the place
  /// @param file where the text comes from
  /// @param line counted from 1; 0 if it is not known
  /// @param column counted from 1; 0 if it is not known
  public SyntaxError(String message, String file, int line, int column, @Nullable Throwable cause) {
    super(
        "%s (%s, line %d%s)".formatted(message, file, line, column > 0 ? ", column " + column : ""),
        cause);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /// Where the text comes from.
  public String file() {
    return file;
  }

  /// The line, counted from 1; 0 if it is not known.
  public int line() {
    return line;
  }

  /// The column, counted from 1; 0 if it is not known.
  public int column() {
    return column;
  }

  @Override
  public String kind() {
    return "SyntaxError";
  }
}
