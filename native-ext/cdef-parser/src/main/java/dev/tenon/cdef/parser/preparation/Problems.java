// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.cdt.core.dom.ast.IASTNode;

/// The problems of one text.
public final class Problems {

  private static final int MOST = 20;

  private final SourceText source;
  private final List<DeclarationProblem> found = new ArrayList<>();

  public Problems(SourceText source) {
    this.source = source;
  }

  /// Notes a problem at the beginning of a node; one problem for a place is enough.
  public void add(IASTNode node, String message) {
    add(node.getFileLocation() == null ? 0 : node.getFileLocation().getNodeOffset(), message);
  }

  public void add(int offset, String message) {
    int line = source.line(offset);
    int column = source.column(offset);
    if (found.stream().noneMatch(each -> each.line() == line && each.column() == column)) {
      found.add(new DeclarationProblem(line, column, message, source.lineText(offset)));
    }
  }

  /// Whether a line has a problem.
  public boolean hasLine(int line) {
    return found.stream().anyMatch(each -> each.line() == line);
  }

  public void throwIfAny() throws DeclarationException {
    if (!found.isEmpty()) {
      throw new DeclarationException(
          found.stream()
              .sorted(
                  Comparator.comparingInt(DeclarationProblem::line)
                      .thenComparingInt(DeclarationProblem::column))
              .limit(MOST)
              .toList());
    }
  }
}
