// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorElifStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorElseStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorEndifStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorIfStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorIfdefStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorIfndefStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorStatement;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;

/// The parts of one text that its conditionals leave out, in which anything may stand.
public final class InactiveCode {

  private record Stretch(int start, int end) {}

  private final List<Stretch> stretches = new ArrayList<>();
  private final Deque<Integer> starts = new ArrayDeque<>();

  private InactiveCode() {}

  public static InactiveCode of(IASTTranslationUnit unit) {
    InactiveCode code = new InactiveCode();
    for (IASTPreprocessorStatement statement : unit.getAllPreprocessorStatements()) {
      code.add(statement);
    }
    return code;
  }

  private void add(IASTPreprocessorStatement statement) {
    IASTFileLocation place = statement.getFileLocation();
    if (place == null) {
      return;
    }
    int offset = place.getNodeOffset();
    int end = offset + place.getNodeLength();
    switch (statement) {
      case IASTPreprocessorIfStatement start -> starts.push(start.taken() ? -1 : end);
      case IASTPreprocessorIfdefStatement start -> starts.push(start.taken() ? -1 : end);
      case IASTPreprocessorIfndefStatement start -> starts.push(start.taken() ? -1 : end);
      case IASTPreprocessorElifStatement next -> {
        end(offset);
        starts.push(next.taken() ? -1 : end);
      }
      case IASTPreprocessorElseStatement next -> {
        end(offset);
        starts.push(next.taken() ? -1 : end);
      }
      case IASTPreprocessorEndifStatement _ -> end(offset);
      default -> {
        // It is no conditional.
      }
    }
  }

  private void end(int offset) {
    Integer start = starts.poll();
    if (start != null && start >= 0) {
      stretches.add(new Stretch(start, offset));
    }
  }

  /// Whether a place is left out.
  public boolean contains(int offset) {
    return stretches.stream().anyMatch(each -> offset >= each.start() && offset < each.end());
  }
}
