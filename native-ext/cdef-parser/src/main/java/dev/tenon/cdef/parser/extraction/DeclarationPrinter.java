// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.declaration.Constant;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.Definitions;
import dev.tenon.cdef.parser.declaration.LayoutAttributes;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.declaration.UnsupportedTypeException;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
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

/// Writes declarations in plain C, after the preprocessor and with the attributes that change a
/// layout. Names of types stay; the types that are named are noted.
final class DeclarationPrinter {

  private final TypeReader reader;
  private final Substitutes substitutes;
  private final Set<String> mentioned = new LinkedHashSet<>();
  private boolean omitsBodies;

  /// What C calls the type whose members are printed; empty if it has no name.
  private String owner = "";

  private int depth;

  /// @param substitutes takes the members that cannot be written
  DeclarationPrinter(TypeReader reader, Substitutes substitutes) {
    this.reader = reader;
    this.substitutes = substitutes;
  }

  /// The typedefs and tags that what was written mentions: `size_t`, `struct point`.
  Set<String> mentioned() {
    return mentioned;
  }

  /// A declaration with one of its declarators; a type with a tag is mentioned, not defined.
  ///
  /// @throws UnsupportedTypeException if it has something that cannot be written
  String printName(IASTSimpleDeclaration declaration, IASTDeclarator declarator)
      throws UnsupportedTypeException {
    omitsBodies = true;
    boolean isVariable =
        !(DeclarationCollector.functionOf(declarator) instanceof IASTStandardFunctionDeclarator);
    return (isVariable ? "extern " : "")
        + join(print(declaration.getDeclSpecifier()), print(declarator))
        + ";";
  }

  /// A typedef with all its declarators.
  ///
  /// @throws UnsupportedTypeException if it has something that cannot be written
  String printWhole(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    IASTDeclarator[] declarators = declaration.getDeclarators();
    for (IASTDeclarator each : declarators) {
      if (owner.isEmpty()
          && each.getPointerOperators().length == 0
          && each.getNestedDeclarator() == null
          && !(each instanceof IASTArrayDeclarator)
          && !(each instanceof IASTStandardFunctionDeclarator)) {
        owner = each.getName().toString();
      }
    }
    String flaw = reader.flawOf(declaration);
    if (!flaw.isEmpty()
        && !(declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier)) {
      throw new UnsupportedTypeException(flaw);
    }
    List<String> printed = new ArrayList<>();
    String specifier = print(declaration.getDeclSpecifier());
    for (IASTDeclarator each : declarators) {
      LayoutAttributes said =
          reader.attributes(LayoutAttributes.Subject.TYPEDEF, TypeReader.owners(declaration, each));
      if (!said.mode().isEmpty()) {
        specifier = reader.read(CVisitor.createType(each)).toString();
        specifier = reader.ofMode(reader.read(CVisitor.createType(each)), said.mode()).toString();
      }
      printed.add(
          print(each)
              + (said.alignment() == 0
                  ? ""
                  : " __attribute__((aligned(%d)))".formatted(said.alignment())));
    }
    return packed(
        declaration.getDeclSpecifier(),
        "typedef " + join(specifier, String.join(", ", printed)) + ";");
  }

  /// A type that a declaration introduces by itself.
  ///
  /// @throws UnsupportedTypeException if it has something that cannot be written
  String print(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    return packed(declaration.getDeclSpecifier(), print(declaration.getDeclSpecifier()) + ";");
  }

  /// A declaration without the members of its type, which has a tag.
  ///
  /// @throws UnsupportedTypeException if it has something that cannot be written
  String printReduced(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    omitsBodies = true;
    if (declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef) {
      return printWhole(declaration);
    }
    return print(declaration);
  }

  private String packed(IASTDeclSpecifier specifier, String text) throws UnsupportedTypeException {
    int limit =
        !omitsBodies && specifier instanceof IASTCompositeTypeSpecifier composite
            ? reader.packing().limit(composite)
            : 0;
    return limit == 0
        ? text
        : "#pragma pack(push, %d)\n%s\n#pragma pack(pop)".formatted(limit, text);
  }

  /// The tags of the types that have their bodies in a specifier, nested ones among them.
  static List<String> bodies(IASTDeclSpecifier specifier) {
    List<String> tags = new ArrayList<>();
    specifier.accept(
        new Bodies(each -> {
          switch (each) {
            case IASTCompositeTypeSpecifier composite -> {
              if (!composite.getName().toString().isEmpty()) {
                tags.add(
                    (Definitions.isUnion(composite) ? "union " : "struct ") + composite.getName());
              }
            }
            case IASTEnumerationSpecifier enumeration -> {
              if (!enumeration.getName().toString().isEmpty()) {
                tags.add("enum " + enumeration.getName());
              }
            }
            default -> {
              // It has no body.
            }
          }
        }));
    return tags;
  }

  /// The enumerations that have their bodies in a specifier, nested ones among them.
  static List<IASTEnumerationSpecifier> enumerations(IASTDeclSpecifier specifier) {
    List<IASTEnumerationSpecifier> found = new ArrayList<>();
    specifier.accept(
        new Bodies(each -> {
          if (each instanceof IASTEnumerationSpecifier enumeration) {
            found.add(enumeration);
          }
        }));
    return found;
  }

  /// Visits specifiers.
  private static final class Bodies extends ASTVisitor {
    private final Consumer<IASTDeclSpecifier> each;

    Bodies(Consumer<IASTDeclSpecifier> each) {
      this.each = each;
      shouldVisitDeclSpecifiers = true;
    }

    @Override
    public int visit(IASTDeclSpecifier specifier) {
      each.accept(specifier);
      return PROCESS_CONTINUE;
    }
  }

  private static String join(String specifier, String declarator) {
    return declarator.isEmpty() ? specifier : specifier + " " + declarator;
  }

  private String print(IASTDeclSpecifier specifier) throws UnsupportedTypeException {
    String qualifier =
        (specifier.isConst() ? "const " : "") + (specifier.isVolatile() ? "volatile " : "");
    return qualifier
        + switch (specifier) {
          case IASTNamedTypeSpecifier named -> mention(named.getName().toString());
          case IASTElaboratedTypeSpecifier elaborated ->
              elaborated.getKind() == IASTElaboratedTypeSpecifier.k_enum
                  ? mention("enum " + elaborated.getName())
                  : mention(keyword(elaborated.getKind()) + elaborated.getName());
          case IASTCompositeTypeSpecifier composite
              when omitsBodies && !composite.getName().toString().isEmpty() ->
              mention(
                  (Definitions.isUnion(composite) ? "union " : "struct ") + composite.getName());
          case IASTEnumerationSpecifier enumeration
              when omitsBodies && !enumeration.getName().toString().isEmpty() ->
              mention("enum " + enumeration.getName());
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
    text.append(attributes(said));
    String name = composite.getName().toString();
    text.append(name.isEmpty() ? "" : name + " ");
    text.append("{\n");
    String outer = owner;
    String keyword = Definitions.isUnion(composite) ? "union " : "struct ";
    owner = name.isEmpty() ? (depth == 0 ? owner : "") : keyword + name;
    depth++;
    for (IASTDeclaration member : composite.getMembers()) {
      if (member instanceof IASTSimpleDeclaration simple) {
        String line = member(simple);
        text.append("    ").append(line.replace("\n", "\n    ")).append(";\n");
      }
    }
    depth--;
    owner = outer;
    return text.append('}').toString();
  }

  private static String attributes(LayoutAttributes said) {
    List<String> all = new ArrayList<>();
    if (said.packed()) {
      all.add("packed");
    }
    if (said.alignment() != 0) {
      all.add("aligned(%d)".formatted(said.alignment()));
    }
    return all.isEmpty() ? "" : "__attribute__((%s)) ".formatted(String.join(", ", all));
  }

  /// A member, or bytes in the place of one that cannot be written.
  private String member(IASTSimpleDeclaration member) throws UnsupportedTypeException {
    Set<String> before = new LinkedHashSet<>(mentioned);
    try {
      String flaw = reader.flawOf(member);
      boolean hasBody = member.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier;
      if (!flaw.isEmpty() && !hasBody) {
        throw new UnsupportedTypeException(flaw);
      }
      reader.checkMember(member);
      List<String> declarators = new ArrayList<>();
      String specifier = print(member.getDeclSpecifier());
      for (IASTDeclarator declarator : member.getDeclarators()) {
        LayoutAttributes said =
            reader.attributes(
                LayoutAttributes.Subject.MEMBER, TypeReader.owners(member, declarator));
        if (!said.mode().isEmpty()) {
          specifier =
              reader.ofMode(reader.read(CVisitor.createType(declarator)), said.mode()).toString();
        }
        int asked = reader.alignas(member.getDeclSpecifier());
        LayoutAttributes all =
            new LayoutAttributes(said.packed(), Math.max(said.alignment(), asked), "");
        declarators.add((print(declarator) + " " + attributes(all)).strip());
      }
      return join(specifier, String.join(", ", declarators));
    } catch (UnsupportedTypeException e) {
      mentioned.clear();
      mentioned.addAll(before);
      boolean isWhole =
          Arrays.stream(member.getDeclarators())
              .noneMatch(each -> each instanceof IASTFieldDeclarator);
      if (owner.isEmpty() || !isWhole || member.getDeclarators().length == 0) {
        throw e;
      }
      List<String> bytes = new ArrayList<>();
      for (IASTDeclarator each : member.getDeclarators()) {
        bytes.add(
            substitutes.add(owner, DeclarationCollector.innermost(each).getName().toString()));
      }
      return String.join("; ", bytes);
    }
  }

  private String print(IASTEnumerationSpecifier enumeration) throws UnsupportedTypeException {
    List<String> values = new ArrayList<>();
    reader.enumerations().check(enumeration);
    for (IASTEnumerationSpecifier.IASTEnumerator each : enumeration.getEnumerators()) {
      Constant value = reader.constants().enumerator(each.getName().toString());
      if (value == null) {
        throw new UnsupportedTypeException(
            "%s is no constant".formatted(Escapes.quoted(each.getName())));
      }
      values.add("%s = %s".formatted(each.getName(), CSpelling.literal(value.attribute())));
    }
    boolean packed =
        reader.attributes(LayoutAttributes.Subject.ENUMERATION, List.of(enumeration)).packed();
    String name = enumeration.getName().toString();
    return "enum %s%s{ %s }"
        .formatted(
            packed ? "__attribute__((packed)) " : "",
            name.isEmpty() ? "" : name + " ",
            String.join(", ", values));
  }

  private String print(IASTDeclarator declarator) throws UnsupportedTypeException {
    if (declarator instanceof IASTArrayDeclarator array && hasVariableRows(array)) {
      // The rows of `int grid[n][m]` have a length that only the call knows.
      return pointers(declarator) + "(*" + array.getName() + ")[]";
    }
    StringBuilder text = new StringBuilder(pointers(declarator));
    IASTDeclarator nested = declarator.getNestedDeclarator();
    boolean isBare =
        nested != null
            && nested.getPointerOperators().length == 0
            && nested.getNestedDeclarator() == null
            && !(nested instanceof IASTArrayDeclarator)
            && !(nested instanceof IASTStandardFunctionDeclarator);
    text.append(
        nested == null
            ? declarator.getName().toString()
            : isBare ? print(nested) : "(" + print(nested) + ")");
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

  private static String pointers(IASTDeclarator declarator) {
    StringBuilder text = new StringBuilder();
    for (IASTPointerOperator operator : declarator.getPointerOperators()) {
      text.append('*');
      if (operator instanceof IASTPointer pointer && pointer.isConst()) {
        text.append("const ");
      }
    }
    return text.toString();
  }

  /// Whether it is a parameter of two lengths, of which the second is no constant.
  private boolean hasVariableRows(IASTArrayDeclarator array) throws UnsupportedTypeException {
    IASTArrayModifier[] modifiers = array.getArrayModifiers();
    return array.getParent() instanceof IASTParameterDeclaration
        && array.getNestedDeclarator() == null
        && modifiers.length == 2
        && modifiers[1].getConstantExpression() != null
        && reader.constants().integer(modifiers[1].getConstantExpression()).isEmpty();
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
    boolean isParameter = array.getParent() instanceof IASTParameterDeclaration;
    IASTArrayModifier[] modifiers = array.getArrayModifiers();
    for (int index = 0; index < modifiers.length; index++) {
      // What the length of a parameter is makes no difference, and it need not be constant.
      boolean hasLength =
          modifiers[index].getConstantExpression() != null && !(isParameter && index == 0);
      text.append('[')
          .append(hasLength ? constant(modifiers[index].getConstantExpression()) : "")
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
