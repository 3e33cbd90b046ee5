// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.List;

/// A text holds what is no C declaration, or one that is not supported.
public final class DeclarationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<DeclarationProblem> problems;

  /// All problems of a text.
  public DeclarationException(List<DeclarationProblem> problems) {
    super(problems.toString());
    this.problems = List.copyOf(problems);
  }

  /// All problems, in the order of the text.
  public List<DeclarationProblem> problems() {
    return problems;
  }
}
