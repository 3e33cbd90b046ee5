// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.parser.preparation.InactiveCode;
import dev.tenon.cdef.parser.preparation.Problems;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.input.Escapes;
import dev.tenon.text.NearNames;
import java.util.Arrays;
import java.util.List;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTNamedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTProblem;
import org.eclipse.cdt.core.dom.ast.IASTProblemDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.core.parser.IProblem;

/// Finds what the parser could not make sense of.
final class ProblemFinder extends ASTVisitor {

  private final IASTTranslationUnit unit;
  private final SourceText source;
  private final Problems problems;

  private ProblemFinder(IASTTranslationUnit unit, SourceText source, Problems problems) {
    this.unit = unit;
    this.source = source;
    this.problems = problems;
    shouldVisitDeclarations = true;
    shouldVisitDeclSpecifiers = true;
  }

  /// Notes all problems of the file itself.
  static void find(IASTTranslationUnit unit, SourceText source, Problems problems) {
    unit.accept(new ProblemFinder(unit, source, problems));
    InactiveCode inactive = InactiveCode.of(unit);
    for (IASTProblem problem : unit.getPreprocessorProblems()) {
      IASTFileLocation place = problem.getFileLocation();
      if (place != null
          && source.isOwn(place.getNodeOffset())
          && !inactive.contains(place.getNodeOffset())) {
        problems.add(place.getNodeOffset(), preprocessor(problem));
      }
    }
  }

  private static String preprocessor(IASTProblem problem) {
    return problem.getID() == IProblem.PREPROCESSOR_INCLUSION_NOT_FOUND
        ? "cannot include %s: only standard headers can be included; make declarations out of a"
                .formatted(String.join(", ", problem.getArguments()))
            + " header with 'tenon cdef'"
        : problem.getMessage().strip();
  }

  @Override
  public int visit(IASTDeclaration declaration) {
    if (declaration instanceof IASTProblemDeclaration problem) {
      IASTFileLocation place = problem.getProblem().getFileLocation();
      if (place != null && source.isOwn(place.getNodeOffset())) {
        problems.add(source.startOfDeclaration(place.getNodeOffset()), "this is no C declaration");
      }
    }
    return PROCESS_CONTINUE;
  }

  @Override
  public int visit(IASTDeclSpecifier specifier) {
    if (specifier instanceof IASTNamedTypeSpecifier named
        && named.getName().resolveBinding() instanceof IProblemBinding) {
      IASTFileLocation place = named.getFileLocation();
      if (place != null && source.isOwn(place.getNodeOffset())) {
        String name = named.getName().toString();
        List<String> known = typeNames();
        problems.add(
            place.getNodeOffset(),
            known.contains(name)
                ? "type %s is declared further down only; move its typedef in front of this line"
                    .formatted(Escapes.quoted(name))
                : "unknown type %s%s".formatted(Escapes.quoted(name), NearNames.hint(name, known)));
      }
    }
    return PROCESS_CONTINUE;
  }

  private List<String> typeNames() {
    return Arrays.stream(unit.getDeclarations()).flatMap(TypedefNames::of).toList();
  }

  /// The names that typedefs define.
  private static final class TypedefNames {
    private TypedefNames() {}

    static java.util.stream.Stream<String> of(IASTDeclaration declaration) {
      return declaration instanceof org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration simple
          ? Arrays.stream(simple.getDeclarators())
              .map(declarator ->
                  DeclarationCollector.innermost(declarator).getName().resolveBinding())
              .filter(ITypedef.class::isInstance)
              .map(IBinding::getName)
          : java.util.stream.Stream.empty();
    }
  }
}
