// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.declaration.UnsupportedTypeException;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.input.Escapes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTProblemDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IFunctionType;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;

/// Takes functions and variables out of headers, and the functions of the shim.
final class FunctionExtraction {

  private static final String BODY = "it has its body in the header and no symbol";

  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final Shim shim;
  private final TypeReader reader;
  private final WantedNames names;
  private final Substitutes substitutes;
  private final Map<String, HeaderItem> functions = new LinkedHashMap<>();
  private final Map<String, HeaderItem> variables = new LinkedHashMap<>();

  /// @param shim the wrappers that the last header of the unit declares
  /// @param substitutes takes members that declarations cannot have
  FunctionExtraction(
      HeaderUnit unit,
      HeaderReader.Request request,
      Shim shim,
      TypeReader reader,
      WantedNames names,
      Substitutes substitutes) {
    this.unit = unit;
    this.request = request;
    this.shim = shim;
    this.reader = reader;
    this.names = names;
    this.substitutes = substitutes;
  }

  /// Those that were taken, by name.
  Map<String, HeaderItem> functions() {
    return functions;
  }

  /// Those that were taken, by name.
  Map<String, HeaderItem> variables() {
    return variables;
  }

  /// Takes what is asked for.
  void takeAll() {
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      take(declaration);
    }
  }

  private void take(IASTDeclaration declaration) {
    switch (declaration) {
      case IASTSimpleDeclaration simple -> simple(simple);
      case IASTProblemDeclaration problem when unit.isOwn(problem) ->
          names.leaveOut(
              Escapes.inline(firstWords(problem)),
              unit.place(problem),
              "the parser of declarations cannot read it");
      default -> {
        // Nothing that is declared.
      }
    }
  }

  private static String firstWords(IASTNode node) {
    String text = node.getRawSignature().replaceAll("\\s+", " ").strip();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private void simple(IASTSimpleDeclaration declaration) {
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    if (specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef) {
      return;
    }
    boolean own = unit.isOwn(declaration);
    for (IASTDeclarator declarator : declaration.getDeclarators()) {
      IASTDeclarator innermost = DeclarationCollector.innermost(declarator);
      String name = innermost.getName().toString();
      if (name.startsWith(Shim.PREFIX)) {
        takeWrapper(declaration, declarator, name.substring(Shim.PREFIX.length()));
        continue;
      }
      if (shim.wrappers().containsKey(name)
          || name.startsWith(SourceText.CONSTANT)
          || Preparation.isVariable(name)
          || functions.containsKey(name)
          || variables.containsKey(name)
          || !names.isWanted(name, own)) {
        continue;
      }
      boolean isFunction =
          DeclarationCollector.functionOf(declarator) instanceof IASTStandardFunctionDeclarator;
      take(
          declaration,
          declarator,
          new HeaderItem(
              isFunction ? HeaderItem.Kind.FUNCTION : HeaderItem.Kind.VARIABLE,
              name,
              unit.place(declaration),
              ""));
    }
  }

  private void takeWrapper(
      IASTSimpleDeclaration declaration, IASTDeclarator declarator, String name) {
    HeaderItem item =
        new HeaderItem(HeaderItem.Kind.FUNCTION, name, new PreprocessedText.Place("", 1), "");
    item.setWrapper();
    names.find(name);
    take(declaration, declarator, item);
  }

  /// Takes a function or variable.
  void take(IASTSimpleDeclaration declaration, IASTDeclarator declarator, HeaderItem item) {
    String reason = item.isWrapper() ? "" : obstacle(declaration, item);
    if (reason.equals(BODY)) {
      names.leaveOutWithoutSymbol(item.name(), item.place(), reason);
      return;
    }
    if (!reason.isEmpty()) {
      names.leaveOut(item.name(), item.place(), reason);
      return;
    }
    DeclarationPrinter printer = new DeclarationPrinter(reader, substitutes);
    try {
      String text =
          printer
              .printName(declaration, declarator)
              .replaceFirst("\\b" + Shim.PREFIX + "(?=" + item.name() + "\\()", "");
      String symbol = unit.preparation().symbol(item.cName());
      item.setText(
          symbol.equals(item.name())
              ? text
              : text.replaceFirst(";$", " __asm__(\"" + symbol + "\");"));
      item.mentions().addAll(printer.mentioned());
      item.setVolatile(hasVolatile(CVisitor.createType(declarator)));
      if (DeclarationCollector.functionOf(declarator)
              instanceof IASTStandardFunctionDeclarator function
          && function.getParameters().length == 0) {
        names.leaveOut(
            item.name(),
            item.place(),
            "it is declared without its parameters; declare it by hand as it is, with (void) for"
                + " none");
        return;
      }
      if (takesVariableList(printer.mentioned())) {
        names.leaveOut(item.name(), item.place(), "it takes a va_list, which only C can make");
        return;
      }
      (item.kind() == HeaderItem.Kind.FUNCTION ? functions : variables).put(item.name(), item);
    } catch (UnsupportedTypeException e) {
      names.leaveOut(item.name(), item.place(), e.reason());
    }
  }

  /// Whether a type has the qualifier that declarations do not keep.
  private static boolean hasVolatile(IType type) {
    return switch (type) {
      case ITypedef typedef -> hasVolatile(typedef.getType());
      case IQualifierType qualified -> qualified.isVolatile() || hasVolatile(qualified.getType());
      case IPointerType pointer -> pointer.isVolatile() || hasVolatile(pointer.getType());
      case IArrayType array -> hasVolatile(array.getType());
      case IFunctionType function ->
          hasVolatile(function.getReturnType())
              || Arrays.stream(function.getParameterTypes())
                  .anyMatch(FunctionExtraction::hasVolatile);
      default -> false;
    };
  }

  private static boolean takesVariableList(Set<String> mentioned) {
    return mentioned.contains("va_list")
        || mentioned.contains("__gnuc_va_list")
        || mentioned.contains("__builtin_va_list");
  }

  /// Why a function or variable cannot be there; empty if it can.
  private String obstacle(IASTSimpleDeclaration declaration, HeaderItem item) {
    String flaw = unit.preparation().flawIn(declaration);
    boolean isStatic =
        declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_static;
    boolean hasBody = unit.preparation().hasBody(declaration);
    if (hasBody && (isStatic || !request.knowsExports())) {
      return BODY;
    }
    if (isStatic) {
      return "it is static and has no symbol";
    }
    if (!flaw.isEmpty()) {
      return flaw;
    }
    return request.isExported().test(unit.preparation().symbol(item.name()))
        ? ""
        : "the library does not export it";
  }
}
