// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.cdef.parser.preparation.Problems;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.input.Escapes;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTArrayDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTArrayModifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTParameterDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.c.ICASTArrayModifier;

/// What the parser accepts in declarations although no compiler does: values and storage classes
/// where there can be none, `void` among parameters, and parameters of one name.
final class DeclaratorRules extends ASTVisitor {

  private final SourceText source;
  private final Problems problems;

  private DeclaratorRules(SourceText source, Problems problems) {
    this.source = source;
    this.problems = problems;
    shouldVisitDeclarations = true;
    shouldVisitDeclarators = true;
    shouldVisitParameterDeclarations = true;
  }

  /// Notes all problems of the file itself.
  static void check(IASTTranslationUnit unit, SourceText source, Problems problems) {
    unit.accept(new DeclaratorRules(source, problems));
  }

  private void add(IASTNode node, String message) {
    IASTFileLocation place = node.getFileLocation();
    if (place != null && source.isOwn(place.getNodeOffset())) {
      problems.add(place.getNodeOffset(), message);
    }
  }

  @Override
  public int visit(IASTDeclaration declaration) {
    if (!(declaration instanceof IASTSimpleDeclaration simple)) {
      return PROCESS_CONTINUE;
    }
    IASTDeclSpecifier specifier = simple.getDeclSpecifier();
    int storage = specifier.getStorageClass();
    boolean isMember = !(declaration.getParent() instanceof IASTTranslationUnit);
    if (isMember && storage != IASTDeclSpecifier.sc_unspecified) {
      add(declaration, "a member has no storage class; remove '%s'".formatted(word(storage)));
    } else if (storage == IASTDeclSpecifier.sc_auto || storage == IASTDeclSpecifier.sc_register) {
      add(declaration, "'%s' is for variables within functions".formatted(word(storage)));
    }
    for (IASTDeclarator declarator : simple.getDeclarators()) {
      if (declarator.getInitializer() != null
          && !Preparation.isVariable(declarator.getName().toString())) {
        add(declarator, "a declaration gives no value here; remove it from the '=' on");
      }
    }
    checkRestrict(specifier);
    return PROCESS_CONTINUE;
  }

  private void checkRestrict(IASTDeclSpecifier specifier) {
    if (specifier.isRestrict() && specifier instanceof IASTSimpleDeclSpecifier) {
      add(specifier, "'restrict' belongs behind the '*' of a pointer");
    }
  }

  private static String word(int storage) {
    return switch (storage) {
      case IASTDeclSpecifier.sc_typedef -> "typedef";
      case IASTDeclSpecifier.sc_extern -> "extern";
      case IASTDeclSpecifier.sc_static -> "static";
      case IASTDeclSpecifier.sc_auto -> "auto";
      case IASTDeclSpecifier.sc_register -> "register";
      default -> "mutable";
    };
  }

  @Override
  public int visit(IASTParameterDeclaration parameter) {
    int storage = parameter.getDeclSpecifier().getStorageClass();
    if (storage != IASTDeclSpecifier.sc_unspecified && storage != IASTDeclSpecifier.sc_register) {
      add(parameter, "a parameter has no storage class; remove '%s'".formatted(word(storage)));
    }
    checkRestrict(parameter.getDeclSpecifier());
    if (DeclarationCollector.innermost(parameter.getDeclarator()).getInitializer() != null) {
      add(parameter, "parameters of C have no default values; remove it from the '=' on");
    }
    return PROCESS_CONTINUE;
  }

  @Override
  public int visit(IASTDeclarator declarator) {
    if (declarator instanceof IASTArrayDeclarator array) {
      checkLengths(array);
    }
    if (declarator instanceof IASTStandardFunctionDeclarator function) {
      Set<String> names = new HashSet<>();
      for (IASTParameterDeclaration parameter : function.getParameters()) {
        String name =
            DeclarationCollector.innermost(parameter.getDeclarator()).getName().toString();
        if (!name.isEmpty() && !names.add(name)) {
          add(parameter, "another parameter has the name %s".formatted(Escapes.quoted(name)));
        }
        if (function.getParameters().length > 1 && isVoid(parameter)) {
          add(parameter, "'void' can only be the whole list of parameters");
        }
      }
    }
    return PROCESS_CONTINUE;
  }

  private void checkLengths(IASTArrayDeclarator array) {
    for (int index = 1; index < array.getArrayModifiers().length; index++) {
      IASTArrayModifier modifier = array.getArrayModifiers()[index];
      boolean isVariable =
          modifier instanceof ICASTArrayModifier written && written.isVariableSized();
      if (modifier.getConstantExpression() == null && !isVariable) {
        add(modifier, "only the first length of an array can be left out");
      }
    }
  }

  private static boolean isVoid(IASTParameterDeclaration parameter) {
    return parameter.getDeclSpecifier() instanceof IASTSimpleDeclSpecifier simple
        && simple.getType() == IASTSimpleDeclSpecifier.t_void
        && parameter.getDeclarator().getPointerOperators().length == 0
        && parameter.getDeclarator().getNestedDeclarator() == null
        && !(parameter.getDeclarator() instanceof IASTStandardFunctionDeclarator);
  }
}
