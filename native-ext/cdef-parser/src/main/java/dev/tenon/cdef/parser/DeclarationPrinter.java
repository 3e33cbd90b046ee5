package dev.tenon.cdef.parser;

import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTArrayDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTArrayModifier;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTElaboratedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTFieldDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTNamedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTParameterDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTPointer;
import org.eclipse.cdt.core.dom.ast.IASTPointerOperator;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;

/// Writes declarations in plain C, after the preprocessor and without attributes. Names of types
/// stay; the types that are named are noted.
final class DeclarationPrinter {

  private final TypeReader reader;
  private final Set<String> mentioned = new LinkedHashSet<>();

  DeclarationPrinter(TypeReader reader) {
    this.reader = reader;
  }

  /// The typedefs and tags that what was written mentions: `size_t`, `struct point`.
  Set<String> mentioned() {
    return mentioned;
  }

  /// A declaration with one of its declarators.
  ///
  /// @throws UnsupportedTypeException if it has something that cannot be written
  String print(IASTSimpleDeclaration declaration, IASTDeclarator declarator)
      throws UnsupportedTypeException {
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    String prefix =
        switch (specifier.getStorageClass()) {
          case IASTDeclSpecifier.sc_typedef -> "typedef ";
          case IASTDeclSpecifier.sc_extern ->
              DeclarationCollector.innermost(declarator) instanceof IASTStandardFunctionDeclarator
                  ? ""
                  : "extern ";
          default -> "";
        };
    return prefix + join(print(specifier), print(declarator)) + ";";
  }

  /// A type that a declaration introduces by itself.
  String print(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    return print(declaration.getDeclSpecifier()) + ";";
  }

  private static String join(String specifier, String declarator) {
    return declarator.isEmpty() ? specifier : specifier + " " + declarator;
  }

  private String print(IASTDeclSpecifier specifier) throws UnsupportedTypeException {
    String qualifier = specifier.isConst() ? "const " : "";
    return qualifier
        + switch (specifier) {
          case IASTNamedTypeSpecifier named -> mention(named.getName().toString());
          case IASTElaboratedTypeSpecifier elaborated ->
              elaborated.getKind() == IASTElaboratedTypeSpecifier.k_enum
                  ? mention("enum " + elaborated.getName())
                  : mention(keyword(elaborated.getKind()) + elaborated.getName());
          case IASTCompositeTypeSpecifier composite -> print(composite);
          case IASTEnumerationSpecifier enumeration -> print(enumeration);
          case IASTSimpleDeclSpecifier simple -> simple(simple);
          default ->
              throw new UnsupportedTypeException(
                  "%s is not supported".formatted(Escapes.quoted(specifier.getRawSignature())));
        };
  }

  private static String keyword(int kind) {
    return kind == IASTElaboratedTypeSpecifier.k_union ? "union " : "struct ";
  }

  private String mention(String type) {
    mentioned.add(type);
    return type;
  }

  private String simple(IASTSimpleDeclSpecifier specifier) throws UnsupportedTypeException {
    IType type = CVisitor.createType((org.eclipse.cdt.core.dom.ast.c.ICASTDeclSpecifier) specifier);
    return reader.read(type).toString();
  }

  private String print(IASTCompositeTypeSpecifier composite) throws UnsupportedTypeException {
    StringBuilder text =
        new StringBuilder(
            composite.getKey() == IASTCompositeTypeSpecifier.k_union ? "union " : "struct ");
    LayoutAttributes said = reader.attributes(LayoutAttributes.Subject.RECORD, List.of(composite));
    if (said.packed()) {
      text.append("__attribute__((packed)) ");
    }
    text.append(composite.getName().toString().isEmpty() ? "" : composite.getName() + " ");
    text.append("{\n");
    for (IASTDeclaration member : composite.getMembers()) {
      if (member instanceof IASTSimpleDeclaration simple) {
        List<String> declarators = new ArrayList<>();
        for (IASTDeclarator declarator : simple.getDeclarators()) {
          declarators.add(print(declarator));
        }
        String line = join(print(simple.getDeclSpecifier()), String.join(", ", declarators));
        text.append("    ").append(line.replace("\n", "\n    ")).append(";\n");
      }
    }
    return text.append('}').toString();
  }

  private String print(IASTEnumerationSpecifier enumeration) throws UnsupportedTypeException {
    List<String> values = new ArrayList<>();
    for (IASTEnumerationSpecifier.IASTEnumerator each : enumeration.getEnumerators()) {
      Number value =
          each.getName().resolveBinding() instanceof org.eclipse.cdt.core.dom.ast.IEnumerator known
              ? known.getValue().numberValue()
              : null;
      if (value == null) {
        throw new UnsupportedTypeException(
            "%s is no constant".formatted(Escapes.quoted(each.getName())));
      }
      values.add("%s = %d".formatted(each.getName(), value.longValue()));
    }
    String name = enumeration.getName().toString();
    return "enum %s{ %s }".formatted(name.isEmpty() ? "" : name + " ", String.join(", ", values));
  }

  private String print(IASTDeclarator declarator) throws UnsupportedTypeException {
    StringBuilder text = new StringBuilder();
    for (IASTPointerOperator operator : declarator.getPointerOperators()) {
      text.append('*');
      if (operator instanceof IASTPointer pointer && pointer.isConst()) {
        text.append("const ");
      }
    }
    IASTDeclarator nested = declarator.getNestedDeclarator();
    text.append(nested == null ? declarator.getName().toString() : "(" + print(nested) + ")");
    switch (declarator) {
      case IASTStandardFunctionDeclarator function -> text.append(parameters(function));
      case IASTArrayDeclarator array -> text.append(lengths(array));
      case IASTFieldDeclarator field ->
          text.append(" : ").append(constant(field.getBitFieldSize()));
      default -> {
        // A name is all.
      }
    }
    return text.toString();
  }

  private String parameters(IASTStandardFunctionDeclarator function)
      throws UnsupportedTypeException {
    List<String> parameters = new ArrayList<>();
    for (IASTParameterDeclaration parameter : function.getParameters()) {
      parameters.add(join(print(parameter.getDeclSpecifier()), print(parameter.getDeclarator())));
    }
    if (function.takesVarArgs()) {
      parameters.add("...");
    }
    return "(%s)".formatted(parameters.isEmpty() ? "void" : String.join(", ", parameters));
  }

  private String lengths(IASTArrayDeclarator array) throws UnsupportedTypeException {
    StringBuilder text = new StringBuilder();
    for (IASTArrayModifier modifier : array.getArrayModifiers()) {
      text.append('[')
          .append(
              modifier.getConstantExpression() == null
                  ? ""
                  : constant(modifier.getConstantExpression()))
          .append(']');
    }
    return text.toString();
  }

  private String constant(org.eclipse.cdt.core.dom.ast.IASTExpression expression)
      throws UnsupportedTypeException {
    return reader
        .constants()
        .integer(expression)
        .orElseThrow(() -> new UnsupportedTypeException("a length is no constant expression"))
        .toString();
  }
}
