// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Directive;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.parser.preparation.Attribute;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.cdef.parser.preparation.Problems;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.cdef.parser.preparation.TranslationUnits;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.cdt.core.dom.ast.IASTArrayDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTElaboratedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTNamedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTParameterDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorPragmaStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorStatement;
import org.eclipse.cdt.core.dom.ast.IASTProblemDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IFunctionType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;

/// Collects the declarations of one text.
public final class DeclarationCollector {

  private static final String PRAGMA = "tenon";

  private final SourceText source;
  private final Problems problems;
  private final Preparation preparation = new Preparation();
  private final TypeReader reader;
  private final IASTTranslationUnit unit;
  private final Map<String, CFunction> functions = new LinkedHashMap<>();
  private final Map<String, CVariable> variables = new LinkedHashMap<>();
  private final Map<String, Object> constants = new LinkedHashMap<>();
  private final Map<String, CType> types = new LinkedHashMap<>();
  private final List<Directive> directives = new ArrayList<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final OrdinaryNames names;

  public DeclarationCollector(
      SourceText source, Problems problems, DataModel model, String fileName) {
    this.source = source;
    this.problems = problems;
    this.unit = TranslationUnits.parse(fileName, source.whole(), model, preparation);
    this.reader = new TypeReader(unit, preparation, model);
    this.names = new OrdinaryNames(model);
  }

  /// All that can be read; the rest are problems.
  public Declarations collect() {
    ProblemFinder.find(unit, source, problems);
    preparation.flaws().forEach(flaw -> add(flaw.offset(), flaw.message()));
    reader.packing().unknown().forEach(flaw -> add(flaw.offset(), flaw.message()));
    DeclaratorRules.check(unit, source, problems);
    for (IASTDeclaration declaration : unit.getDeclarations()) {
      declaration(declaration);
    }
    checkRecords();
    addAliases();
    for (IASTPreprocessorStatement statement : unit.getAllPreprocessorStatements()) {
      if (statement instanceof IASTPreprocessorPragmaStatement pragma) {
        directive(pragma);
      }
    }
    for (Preparation.Occurrence each : preparation.unread()) {
      add(each.offset(), LayoutAttributes.misplaced(firstOf(each)));
    }
    checkAssertions();
    return new Declarations(
        List.copyOf(functions.values()),
        List.copyOf(variables.values()),
        constants,
        reader.records(),
        types,
        directives);
  }

  /// Adds a problem at an offset in the parser's numbers, unless it is behind the text.
  private void add(int offset, String message) {
    int place = preparation.place(offset);
    if (source.isOwn(place)) {
      problems.add(place, message);
    }
  }

  /// A macro that stands for a function is another name of it.
  private void addAliases() {
    Map<String, CFunction> declared = Map.copyOf(functions);
    aliases.forEach((alias, name) -> {
      CFunction function = declared.get(name);
      if (function != null && !declared.containsKey(alias)) {
        functions.put(
            alias,
            new CFunction(
                alias, function.symbol(), function.type(), function.text(), function.line()));
      }
    });
  }

  private void checkRecords() {
    RecordRules rules = new RecordRules(reader.records(), reader.faulty(), reader.layouts());
    reader
        .bodies()
        .forEach((tag, body) -> {
          IASTFileLocation place = body.getFileLocation();
          if (place != null && source.isOwn(place.getNodeOffset())) {
            rules
                .fault(Objects.requireNonNull(reader.records().get(tag), "it has a body"))
                .ifPresent(message -> problems.add(place.getNodeOffset(), message));
          }
        });
  }

  private static Attribute firstOf(Preparation.Occurrence list) {
    return list.attributes().stream().filter(each -> !each.isHarmless()).findFirst().orElseThrow();
  }

  private void checkAssertions() {
    for (int number = 0; number < preparation.assertions().size(); number++) {
      Preparation.Assertion assertion = preparation.assertions().get(number);
      Constant value = reader.constants().value(preparation.condition(number));
      if (value == null || !value.isTrue()) {
        add(
            assertion.offset(),
            "the static assertion %s %s%s"
                .formatted(
                    Escapes.quoted(assertion.text()),
                    value == null ? "is not a constant that can be computed here" : "does not hold",
                    assertion.message().isEmpty() ? "" : ": " + assertion.message()));
      }
    }
  }

  private void directive(IASTPreprocessorPragmaStatement pragma) {
    String text = new String(pragma.getMessage()).strip();
    if (text.equals(PRAGMA) || text.startsWith(PRAGMA + " ")) {
      int offset = pragma.getFileLocation().getNodeOffset();
      directives.add(new Directive(text.substring(PRAGMA.length()).strip(), source.line(offset)));
    }
  }

  private void declaration(IASTDeclaration declaration) {
    IASTFileLocation place = declaration.getFileLocation();
    boolean own = place != null && source.isOwn(place.getNodeOffset());
    try {
      switch (declaration) {
        case IASTSimpleDeclaration simple when own -> simple(simple);
        case IASTSimpleDeclaration simple -> {
          standard(simple);
          constant(simple);
        }
        case IASTFunctionDefinition _ when own ->
            problems.add(
                declaration,
                "a function with a body has no symbol in the library; declare it without the body"
                    + " or remove it");
        case IASTProblemDeclaration _ -> {
          // Reported by the problem finder.
        }
        default -> {
          if (own) {
            problems.add(declaration, "expected a C declaration");
          }
        }
      }
    } catch (UnsupportedTypeException e) {
      problems.add(e.place(declaration), e.reason());
    }
  }

  /// What stands in front of the text.
  private void standard(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    if (declaration.getDeclSpecifier() instanceof IASTSimpleDeclSpecifier specifier
        && specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef) {
      for (IASTDeclarator declarator : declaration.getDeclarators()) {
        CType type = reader.read(CVisitor.createType(declarator));
        boolean _ =
            names.add(declarator.getName().toString(), OrdinaryNames.Kind.TYPEDEF, type, false, 0);
      }
    }
  }

  /// One of the variables behind the text.
  private void constant(IASTSimpleDeclaration declaration) {
    for (IASTDeclarator declarator : declaration.getDeclarators()) {
      String name = declarator.getName().toString();
      if (name.startsWith(SourceText.CONSTANT)
          && declarator.getInitializer() instanceof IASTEqualsInitializer initializer
          && initializer.getInitializerClause() instanceof IASTExpression expression) {
        Constant value = reader.constants().value(expression);
        String constant = name.substring(SourceText.CONSTANT.length());
        if (value != null) {
          constants.put(constant, value.attribute());
        } else if (expression instanceof IASTUnaryExpression bracketed
            && bracketed.getOperand() instanceof IASTIdExpression other) {
          aliases.put(constant, other.getName().toString());
        }
      }
    }
  }

  private void simple(IASTSimpleDeclaration declaration) throws UnsupportedTypeException {
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    boolean isTypedef = specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef;
    if (isTypedef && declaration.getDeclarators().length > 0) {
      nameAfter(specifier, declaration.getDeclarators());
    }
    mentioned(specifier);
    for (IASTDeclarator declarator : declaration.getDeclarators()) {
      String name = innermost(declarator).getName().toString();
      if (Preparation.isVariable(name)) {
        return;
      }
      IType type = CVisitor.createType(declarator);
      if (isTypedef) {
        CType defined = reader.defined(name, type, TypeReader.owners(declaration, declarator));
        types.put(name, defined);
        boolean _ =
            names.add(name, OrdinaryNames.Kind.TYPEDEF, defined, false, lineOf(declaration));
      } else {
        declared(declaration, declarator, name, type);
      }
    }
  }

  /// A type without a tag is known by the name of the typedef that defines it.
  private void nameAfter(IASTDeclSpecifier specifier, IASTDeclarator[] declarators) {
    IBinding binding =
        switch (specifier) {
          case IASTCompositeTypeSpecifier composite -> composite.getName().resolveBinding();
          case IASTEnumerationSpecifier enumeration -> enumeration.getName().resolveBinding();
          default -> null;
        };
    if (binding != null && declarators[0].getPointerOperators().length == 0) {
      reader.nameAfterTypedef(binding, declarators[0].getName().toString());
    }
  }

  /// Structs and enumerations that a declaration introduces.
  private void mentioned(IASTDeclSpecifier specifier) throws UnsupportedTypeException {
    switch (specifier) {
      case IASTCompositeTypeSpecifier composite
          when composite.getName().resolveBinding() instanceof ICompositeType type -> {
        if (reader.definitions().isRepeated(composite)) {
          throw new UnsupportedTypeException(
              composite,
              "'%s %s' is defined twice"
                  .formatted(
                      Definitions.isUnion(composite) ? "union" : "struct", composite.getName()));
        }
        reader.read(type);
      }
      case IASTElaboratedTypeSpecifier elaborated
          when elaborated.getName().resolveBinding() instanceof ICompositeType type ->
          reader.read(type);
      case IASTEnumerationSpecifier enumeration -> enumerators(enumeration);
      default -> {
        // Nothing new.
      }
    }
  }

  private void enumerators(IASTEnumerationSpecifier enumeration) throws UnsupportedTypeException {
    reader.enumerations().kindOf(enumeration);
    for (IASTEnumerationSpecifier.IASTEnumerator each : enumeration.getEnumerators()) {
      String name = each.getName().toString();
      boolean _ =
          names.add(
              name,
              OrdinaryNames.Kind.ENUMERATOR,
              new CType.Arithmetic(NumberKind.INT),
              false,
              lineOf(each));
      Constant value = reader.constants().enumerator(name);
      if (value != null) {
        constants.put(name, value.attribute());
      }
    }
  }

  private void declared(
      IASTSimpleDeclaration declaration, IASTDeclarator declarator, String name, IType type)
      throws UnsupportedTypeException {
    IASTFileLocation place = declaration.getFileLocation();
    int line = source.line(place.getNodeOffset());
    if (problems.hasLine(line)) {
      return;
    }
    LayoutAttributes said =
        reader.attributes(
            type instanceof IFunctionType
                ? LayoutAttributes.Subject.FUNCTION
                : LayoutAttributes.Subject.VARIABLE,
            TypeReader.owners(declaration, declarator));
    CType read = reader.read(type);
    switch (said.mode().isEmpty() ? read : reader.ofMode(read, said.mode())) {
      case CType.Function function -> {
        String text = source.oneLine(place.getNodeOffset(), place.getNodeLength());
        boolean anyParameters =
            functionOf(declarator) instanceof IASTStandardFunctionDeclarator written
                && written.getParameters().length == 0
                && !written.takesVarArgs();
        if (names.add(name, OrdinaryNames.Kind.FUNCTION, function, anyParameters, line)) {
          functions.remove(name); // the later declaration has the place, too
          functions.put(
              name,
              new CFunction(
                  name,
                  preparation.symbol(name),
                  withNames(function, functionOf(declarator)),
                  text,
                  line));
        }
      }
      case CType other -> {
        if (!preparation.symbol(name).equals(name)) {
          throw new UnsupportedTypeException(
              "%s has another symbol, %s: declare the variable under that name"
                  .formatted(Escapes.quoted(name), Escapes.quoted(preparation.symbol(name))));
        }
        if (other instanceof CType.VoidType) {
          throw new UnsupportedTypeException("a variable cannot have the type 'void'");
        }
        if (names.add(name, OrdinaryNames.Kind.VARIABLE, other, false, line)) {
          variables.remove(name);
          variables.put(name, new CVariable(name, other, TypeReader.isConst(type), line));
        }
      }
    }
  }

  private int lineOf(IASTNode node) {
    IASTFileLocation place = node.getFileLocation();
    return place == null ? 0 : source.line(place.getNodeOffset());
  }

  /// The declarator that declares a function, whose name may stand in brackets; the innermost one
  /// if it declares something else.
  public static IASTDeclarator functionOf(IASTDeclarator declarator) {
    IASTDeclarator innermost = innermost(declarator);
    IASTDeclarator outer = innermost;
    while (!(outer instanceof IASTStandardFunctionDeclarator)
        && outer.getPointerOperators().length == 0
        && !(outer instanceof IASTArrayDeclarator)
        && outer != declarator
        && outer.getParent() instanceof IASTDeclarator next) {
      outer = next;
    }
    return outer instanceof IASTStandardFunctionDeclarator ? outer : innermost;
  }

  /// A function with the names of its parameters, and of those of its callbacks.
  private static CType.Function withNames(CType.Function function, IASTDeclarator declarator) {
    if (!(declarator instanceof IASTStandardFunctionDeclarator named)
        || named.getParameters().length < function.parameters().size()) {
      return function;
    }
    List<CParameter> parameters = new ArrayList<>();
    for (int index = 0; index < function.parameters().size(); index++) {
      IASTParameterDeclaration written = named.getParameters()[index];
      IASTDeclarator parameter = innermost(written.getDeclarator());
      parameters.add(
          new CParameter(
              parameter.getName().toString(),
              withNames(
                  function.parameters().get(index).type(), parameter, written.getDeclSpecifier())));
    }
    return new CType.Function(function.result(), parameters, function.variadic());
  }

  /// A type whose parameters have names if it is a pointer to a function.
  ///
  /// @param innermost the declarator that bears the name of what has the type
  private static CType withNames(
      CType type, IASTDeclarator innermost, IASTDeclSpecifier specifier) {
    if (!(type instanceof CType.Pointer pointer
        && pointer.target() instanceof CType.Function function)) {
      return type;
    }
    IASTNode outer = innermost;
    while (outer instanceof IASTDeclarator && !(outer instanceof IASTStandardFunctionDeclarator)) {
      outer = outer.getParent();
    }
    if (outer instanceof IASTStandardFunctionDeclarator written) {
      return new CType.Pointer(withNames(function, written), pointer.readOnly());
    }
    IASTDeclarator defined =
        specifier instanceof IASTNamedTypeSpecifier alias
                && alias.getName().resolveBinding() instanceof ITypedef typedef
            ? TypeReader.declaratorOf(typedef)
            : null;
    return defined != null && defined.getParent() instanceof IASTSimpleDeclaration declaration
        ? withNames(type, innermost(defined), declaration.getDeclSpecifier())
        : type;
  }

  /// The declarator that bears the name.
  public static IASTDeclarator innermost(IASTDeclarator declarator) {
    IASTDeclarator innermost = declarator;
    while (innermost.getNestedDeclarator() != null) {
      innermost = innermost.getNestedDeclarator();
    }
    return innermost;
  }
}
