// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationProblem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTNode;

/// The problems of one text.
public final class Problems {

  private static final int MOST = 20;

  private final SourceText source;
  private final Map<Place, DeclarationProblem> found = new HashMap<>();
  private final Set<Integer> lines = new HashSet<>();

  private record Place(int line, int column) {}

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
    lines.add(line);
    found.computeIfAbsent(
        new Place(line, column),
        _ -> new DeclarationProblem(line, column, message, source.lineText(offset)));
  }

  /// Whether a line has a problem.
  public boolean hasLine(int line) {
    return lines.contains(line);
  }

  public void throwIfAny() throws DeclarationException {
    if (!found.isEmpty()) {
      throw new DeclarationException(
          found.values().stream()
              .sorted(
                  Comparator.comparingInt(DeclarationProblem::line)
                      .thenComparingInt(DeclarationProblem::column))
              .limit(MOST)
              .toList());
    }
  }
}
