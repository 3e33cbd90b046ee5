// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

/// A text has to be parsed, and there is no parser.
public final class MissingParserException extends Exception {

  private static final long serialVersionUID = 1L;

  MissingParserException() {
    super("no declaration parser is installed");
  }
}
