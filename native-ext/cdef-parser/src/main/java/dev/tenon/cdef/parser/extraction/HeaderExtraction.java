// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.DeclarationParser;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.OwnNames;
import dev.tenon.cdef.parser.compiler.Measures;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.cdef.parser.compiler.Proof;
import dev.tenon.cdef.parser.declaration.Constant;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.declaration.UnsupportedTypeException;
import dev.tenon.cdef.parser.preparation.MacroExpansions;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
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

/// Takes out of headers what is asked for, with the types that it needs. What it writes has to be
/// proved before a user sees it: see [HeaderProof].
public final class HeaderExtraction {

  /// What stands in front of each text of declarations anyway.
  private static final Set<String> STANDARD =
      Set.of(
          "size_t",
          "ssize_t",
          "ptrdiff_t",
          "intptr_t",
          "uintptr_t",
          "int8_t",
          "uint8_t",
          "int16_t",
          "uint16_t",
          "int32_t",
          "uint32_t",
          "int64_t",
          "uint64_t",
          "intmax_t",
          "uintmax_t",
          "wchar_t",
          "off_t",
          "time_t",
          "FILE",
          "va_list");

  private static final Set<String> KEYWORDS =
      Set.of(
          "char",
          "short",
          "int",
          "long",
          "float",
          "double",
          "signed",
          "unsigned",
          "void",
          "_Bool",
          "const",
          "volatile",
          "extern",
          "static",
          "inline",
          "restrict",
          "register");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private final DeclarationParser parser;
  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final Shim shim;
  private final TypeReader reader;
  private final List<Pattern> only;
  private final Map<String, IASTSimpleDeclaration> types = new HashMap<>();
  private final Map<IASTSimpleDeclaration, HeaderItem> typeItems = new LinkedHashMap<>();
  private final Map<String, HeaderItem> functions = new LinkedHashMap<>();
  private final Map<String, HeaderItem> variables = new LinkedHashMap<>();
  private final Map<String, HeaderItem> constants = new LinkedHashMap<>();
  private final Map<String, IASTNode> declared = new HashMap<>();
  private final Set<String> enumerators = new HashSet<>();
  private final Set<String> leftOut = new TreeSet<>();
  private final Set<String> found = new HashSet<>();
  private final Substitutes substitutes = new Substitutes();
  private int hidden;

  /// An extraction.
  ///
  /// @param parser reads the text as an import does
  /// @param shim the wrappers that the last header of the unit declares
  private HeaderExtraction(
      DeclarationParser parser, HeaderUnit unit, HeaderReader.Request request, Shim shim) {
    this.parser = parser;
    this.unit = unit;
    this.request = request;
    this.shim = shim;
    this.reader = new TypeReader(unit.unit(), unit.preparation(), unit.model());
    this.only = patterns(request.only());
  }

  static List<Pattern> patterns(List<String> names) {
    return names.stream()
        .map(each -> Pattern.compile(Pattern.quote(each).replace("*", "\\E.*\\Q")))
        .toList();
  }

  /// Takes declarations out of headers, and makes wrappers for what no call reaches if that is
  /// asked for.
  ///
  /// @param parser reads the text as an import does
  /// @param folder for files of the compiler
  public static HeaderReader.Extract extract(
      DeclarationParser parser, HeaderReader.Request request, Path folder) throws IOException {
    HeaderUnit unit = HeaderUnit.parse(request, List.of(), folder);
    List<String> byHand = request.wrappers();
    if (byHand == null) {
      return new HeaderExtraction(parser, unit, request, Shim.NONE).extract();
    }
    Shim shim = new ShimMaker(unit, request).make(byHand);
    // Alone in its folder, as what lies beside a header belongs to its package.
    Path own = Files.createDirectory(folder.resolve("shim"));
    Path header = Files.writeString(own.resolve("tenon-shim.h"), shim.header());
    HeaderUnit whole = HeaderUnit.parse(request, List.of(header), folder);
    return new HeaderExtraction(parser, whole, request, shim).extract();
  }

  private HeaderReader.Extract extract() throws IOException {
    index();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      take(declaration);
    }
    takeConstants();
    takeTypes();
    substitutes.measure(unit, typeItems.values());
    HeaderProof proof = new HeaderProof(parser, unit, request, items());
    String text = proof.provedText();
    items().stream()
        .filter(each -> !each.refusal().isEmpty())
        .forEach(each -> leftOut.add(each.leftOut()));
    addUnknown();
    addOthers();
    if (hidden > 0) {
      leftOut.add(
          "%d names that begin with '_': they belong to the implementation; name them with --only"
              .formatted(hidden));
    }
    List<HeaderReader.Entry> entries =
        items().stream()
            .filter(HeaderItem::isKept)
            .map(each ->
                new HeaderReader.Entry(
                    each.kind().word(), each.name(), each.place().file(), each.place().line()))
            .toList();
    List<String> wrapped =
        items().stream()
            .filter(each -> each.isKept() && each.isWrapper())
            .map(HeaderItem::name)
            .toList();
    String source = request.wrappers() == null ? "" : shim.source(includes(), wrapped);
    return new HeaderReader.Extract(text, List.copyOf(leftOut), entries, source);
  }

  /// The lines that include the headers as they were given.
  private String includes() {
    StringBuilder lines = new StringBuilder(unit.usual());
    request.headers().forEach(each -> lines.append("#include \"%s\"\n".formatted(each)));
    return lines.toString();
  }

  private List<HeaderItem> items() {
    List<HeaderItem> all = new ArrayList<>(constants.values());
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple && typeItems.containsKey(simple)) {
        all.add(typeItems.get(simple));
      }
    }
    all.addAll(variables.values());
    all.addAll(functions.values());
    return all;
  }

  /// Whether a name is asked for.
  ///
  /// @param own whether it stands in a header of the package
  private boolean isWanted(String name, boolean own) {
    if (name.isEmpty()) {
      return false;
    }
    if (!only.isEmpty()) {
      boolean wanted = only.stream().anyMatch(each -> each.matcher(name).matches());
      if (wanted) {
        found.add(name);
      }
      return wanted;
    }
    if (own && name.startsWith("_")) {
      hidden++;
      return false;
    }
    return own;
  }

  private void leaveOut(String name, PreprocessedText.Place place, String reason) {
    String more = shim.refused().get(name);
    leftOut.add(
        "%s%s: %s%s"
            .formatted(
                name,
                HeaderItem.shown(place),
                reason,
                more == null ? "" : "; no wrapper: " + more));
  }

  /// Where each type is declared.
  private void index() {
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple) {
        for (String tag : DeclarationPrinter.bodies(simple.getDeclSpecifier())) {
          types.putIfAbsent(tag, simple);
        }
        for (IASTDeclarator declarator : simple.getDeclarators()) {
          String name = DeclarationCollector.innermost(declarator).getName().toString();
          if (simple.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef) {
            types.putIfAbsent(name, simple);
          } else {
            declared.putIfAbsent(name, simple);
          }
        }
        DeclarationPrinter.enumerations(simple.getDeclSpecifier())
            .forEach(each ->
                Arrays.stream(each.getEnumerators())
                    .forEach(one -> enumerators.add(one.getName().toString())));
      }
    }
  }

  private void take(IASTDeclaration declaration) throws IOException {
    switch (declaration) {
      case IASTSimpleDeclaration simple -> simple(simple);
      case IASTProblemDeclaration problem when unit.isOwn(problem) ->
          leaveOut(
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
          || !isWanted(name, own)) {
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
    found.add(name);
    take(declaration, declarator, item);
  }

  private void take(IASTSimpleDeclaration declaration, IASTDeclarator declarator, HeaderItem item) {
    String reason = item.isWrapper() ? "" : obstacle(declaration, item);
    if (!reason.isEmpty()) {
      leaveOut(item.name(), item.place(), reason);
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
        leaveOut(
            item.name(),
            item.place(),
            "it is declared without its parameters; declare it by hand as it is, with (void) for"
                + " none");
        return;
      }
      if (takesVariableList(printer.mentioned())) {
        leaveOut(item.name(), item.place(), "it takes a va_list, which only C can make");
        return;
      }
      (item.kind() == HeaderItem.Kind.FUNCTION ? functions : variables).put(item.name(), item);
    } catch (UnsupportedTypeException e) {
      leaveOut(item.name(), item.place(), e.reason());
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
                  .anyMatch(HeaderExtraction::hasVolatile);
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
      return "it has its body in the header and no symbol";
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

  private void takeConstants() throws IOException {
    Map<String, Constant> values = new HashMap<>();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple
          && simple.getDeclarators().length == 1) {
        String name = simple.getDeclarators()[0].getName().toString();
        if (name.startsWith(SourceText.CONSTANT)
            && simple.getDeclarators()[0].getInitializer() instanceof IASTEqualsInitializer given
            && given.getInitializerClause() instanceof IASTExpression expression) {
          Constant value = reader.constants().value(expression);
          if (value != null) {
            values.put(name.substring(SourceText.CONSTANT.length()), value);
          }
        }
      }
    }
    Map<String, String> unknown = new LinkedHashMap<>();
    for (PreprocessedText.Macro macro : unit.text().macros().values()) {
      boolean own = macro.files().stream().anyMatch(unit.own()::contains);
      if (macro.body().isEmpty()
          || macro.place().file().isEmpty()
          || !isWanted(macro.name(), own)) {
        continue;
      }
      takeMacro(macro, values, unknown);
    }
    takeMeasured(unknown);
    takeEnumerators();
  }

  private void takeMacro(
      PreprocessedText.Macro macro, Map<String, Constant> values, Map<String, String> unknown) {
    String name = macro.name();
    String expansion = unit.expansions().getOrDefault(name, macro.body());
    Constant value = values.get(name);
    if (macro.parameters() != null) {
      if (!functions.containsKey(name)) {
        leaveOut(name, macro.place(), "it is a macro with parameters");
      }
    } else if (unit.excessive().contains(name)) {
      leaveOut(
          name,
          macro.place(),
          "it is a macro that expands to more than %,d tokens"
              .formatted(MacroExpansions.MOST_OF_ONE));
    } else if (expansion.equals(name)) {
      // `#define NAME NAME` beside an enumerator or function of the name.
      return;
    } else if (value instanceof Constant.Text text && text.value().indexOf('\uFFFD') >= 0) {
      leaveOut(name, macro.place(), "its text is not UTF-8");
    } else if (value != null && !enumerators.contains(name)) {
      constants.put(name, constant(name, macro.place(), CSpelling.literal(value.attribute())));
    } else if (NAME.matcher(expansion).matches() && declared.containsKey(expansion)) {
      alias(macro, expansion);
    } else if (types.containsKey(expansion)) {
      leaveOut(name, macro.place(), "it is a macro that stands for a type");
    } else if (NAME.matcher(expansion).matches()
        && !KEYWORDS.contains(expansion)
        && !enumerators.contains(expansion)) {
      leaveOut(
          name,
          macro.place(),
          "it stands for %s, which the headers do not declare"
              .formatted(Escapes.quoted(expansion)));
    } else if (!enumerators.contains(name)) {
      unknown.put(name, "(" + name + ")");
    }
  }

  private static HeaderItem constant(String name, PreprocessedText.Place place, String literal) {
    return new HeaderItem(
        HeaderItem.Kind.CONSTANT, name, place, "#define %s %s".formatted(name, literal));
  }

  private void alias(PreprocessedText.Macro macro, String function) {
    if (!functions.containsKey(function)
        && declared.get(function) instanceof IASTSimpleDeclaration simple) {
      for (IASTDeclarator declarator : simple.getDeclarators()) {
        IASTDeclarator innermost = DeclarationCollector.innermost(declarator);
        if (innermost.getName().toString().equals(function)
            && DeclarationCollector.functionOf(declarator)
                instanceof IASTStandardFunctionDeclarator) {
          take(
              simple,
              declarator,
              new HeaderItem(HeaderItem.Kind.FUNCTION, function, unit.place(simple), ""));
        }
      }
    }
    if (functions.containsKey(function)) {
      HeaderItem item =
          new HeaderItem(
              HeaderItem.Kind.ALIAS,
              macro.name(),
              macro.place(),
              "#define %s %s".formatted(macro.name(), function));
      item.mentions().add("function " + function);
      constants.put(macro.name(), item);
    } else {
      leaveOut(
          macro.name(),
          macro.place(),
          "it stands for %s, which is left out".formatted(Escapes.quoted(function)));
    }
  }

  /// Constants that only the compiler knows.
  private void takeMeasured(Map<String, String> unknown) throws IOException {
    if (unknown.isEmpty()) {
      return;
    }
    Measures measures = new Measures(unit.compiler(), unit.includes());
    Map<String, BigInteger> values = measures.integers(unknown);
    List<String> rest =
        unknown.keySet().stream().filter(each -> !values.containsKey(each)).toList();
    Map<String, Double> reals = limits(rest);
    Map<String, String> reasons = new MacroReasons(unit).of(rest, measures.refused());
    for (String name : unknown.keySet()) {
      PreprocessedText.Place place = unit.text().place(name);
      BigInteger value = values.get(name);
      if (value != null) {
        Object whole = value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : value;
        constants.put(name, constant(name, place, CSpelling.literal(whole)));
      } else if (reals.containsKey(name)) {
        constants.put(name, constant(name, place, CSpelling.literal(reals.get(name))));
      } else {
        leaveOut(name, place, reasons.getOrDefault(name, "the compiler tells no value of it"));
      }
    }
  }

  /// Which macros are infinite or not a number: C has no literals for these.
  private Map<String, Double> limits(List<String> names) throws IOException {
    Map<String, Double> found = new HashMap<>();
    Map<Double, String> conditions =
        Map.of(
            Double.POSITIVE_INFINITY, "__builtin_isinf_sign(%1$s) == 1",
            Double.NEGATIVE_INFINITY, "__builtin_isinf_sign(%1$s) == -1",
            Double.NaN, "(%1$s) != (%1$s)");
    for (Map.Entry<Double, String> each : conditions.entrySet()) {
      Proof proof = new Proof(unit.compiler(), unit.includes());
      for (String name : names) {
        proof.claim(name, "_Static_assert(%s, \"\");".formatted(each.getValue().formatted(name)));
      }
      Set<String> refused = proof.run().keySet();
      names.stream()
          .filter(name -> !refused.contains(name))
          .forEach(name -> found.put(name, each.getKey()));
    }
    return found;
  }

  /// Enumerators that are asked for by name, of enumerations that are not.
  private void takeEnumerators() {
    if (only.isEmpty()) {
      return;
    }
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (!(declaration instanceof IASTSimpleDeclaration simple)) {
        continue;
      }
      for (IASTEnumerationSpecifier each :
          DeclarationPrinter.enumerations(simple.getDeclSpecifier())) {
        for (IASTEnumerationSpecifier.IASTEnumerator one : each.getEnumerators()) {
          String name = one.getName().toString();
          Constant value =
              isWanted(name, false) && !constants.containsKey(name)
                  ? reader.constants().enumerator(name)
                  : null;
          if (value != null) {
            constants.put(
                name, constant(name, unit.place(one), CSpelling.literal(value.attribute())));
          }
        }
      }
    }
  }

  /// The types that are needed, and without names that are asked for all of the package.
  private void takeTypes() {
    Set<String> needed = new LinkedHashSet<>();
    functions.values().forEach(each -> needed.addAll(each.mentions()));
    variables.values().forEach(each -> needed.addAll(each.mentions()));
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple && isWantedType(simple)) {
        print(simple, needed);
      }
    }
    List<String> open = new ArrayList<>(needed);
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.removeLast();
      IASTSimpleDeclaration declaration = types.get(name);
      if (seen.add(name)
          && declaration != null
          && !STANDARD.contains(name)
          && !typeItems.containsKey(declaration)) {
        Set<String> more = new LinkedHashSet<>();
        print(declaration, more);
        open.addAll(more);
      }
    }
    // An enumeration that is there has its enumerators.
    typeItems.values().stream()
        .filter(HeaderItem::isKept)
        .flatMap(each -> each.declares().stream())
        .filter(each -> each.startsWith("enumerator "))
        .forEach(each -> constants.remove(each.substring("enumerator ".length())));
  }

  private boolean isWantedType(IASTSimpleDeclaration declaration) {
    Set<String> names =
        new LinkedHashSet<>(DeclarationPrinter.bodies(declaration.getDeclSpecifier()));
    boolean isTypedef =
        declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef;
    if (isTypedef) {
      for (IASTDeclarator each : declaration.getDeclarators()) {
        names.add(DeclarationCollector.innermost(each).getName().toString());
      }
    }
    boolean hasBody =
        declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier
            || declaration.getDeclSpecifier() instanceof IASTEnumerationSpecifier;
    if (!hasBody && !isTypedef) {
      return false;
    }
    if (only.isEmpty()) {
      return unit.isOwn(declaration) && (names.isEmpty() || !STANDARD.containsAll(names));
    }
    boolean wanted = false;
    for (String name : names) {
      wanted |= isWanted(name, false) || isWanted(name.substring(name.indexOf(' ') + 1), false);
    }
    return wanted;
  }

  private void print(IASTSimpleDeclaration declaration, Set<String> needed) {
    DeclarationPrinter printer = new DeclarationPrinter(reader, substitutes);
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    boolean isTypedef = specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef;
    List<String> names = new ArrayList<>(DeclarationPrinter.bodies(specifier));
    if (isTypedef) {
      for (IASTDeclarator each : declaration.getDeclarators()) {
        names.add(DeclarationCollector.innermost(each).getName().toString());
      }
    }
    String name = names.isEmpty() ? "an enumeration" : names.getLast();
    HeaderItem item = new HeaderItem(HeaderItem.Kind.TYPE, name, unit.place(declaration), "");
    item.declares().addAll(names);
    DeclarationPrinter.enumerations(specifier)
        .forEach(each ->
            Arrays.stream(each.getEnumerators())
                .forEach(one -> item.declares().add("enumerator " + one.getName())));
    try {
      item.setText(isTypedef ? printer.printWhole(declaration) : printer.print(declaration));
      item.mentions().addAll(printer.mentioned());
      item.mentions().removeAll(names);
      needed.addAll(printer.mentioned());
    } catch (UnsupportedTypeException e) {
      item.setText("");
      setReduced(declaration, item);
      boolean _ = item.refuse(e.reason());
      typeItems.put(declaration, item);
      return;
    }
    setReduced(declaration, item);
    typeItems.put(declaration, item);
  }

  /// A struct with a tag can stay as an opaque one.
  private void setReduced(IASTSimpleDeclaration declaration, HeaderItem item) {
    if (declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier composite
        && !composite.getName().toString().isEmpty()) {
      try {
        item.setReduced(new DeclarationPrinter(reader, substitutes).printReduced(declaration));
      } catch (UnsupportedTypeException _) {
        // Then it has no form without its members.
      }
    }
  }

  /// Headers of which nobody can tell whether they are of the package.
  private void addOthers() {
    if (only.isEmpty()) {
      unit.others()
          .forEach((file, includer) ->
              leftOut.add(
                  "%s (included by %s): it seems to be of another package; give it as a further header to take what it declares"
                      .formatted(file, includer)));
    }
  }

  private void addUnknown() {
    for (String pattern : request.only()) {
      boolean any =
          pattern.contains("*")
              ? found.stream()
                  .anyMatch(
                      Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                          .asMatchPredicate())
              : found.contains(pattern)
                  || found.contains("struct " + pattern)
                  || found.contains("union " + pattern);
      if (!any) {
        leftOut.add(
            "%s: %s"
                .formatted(
                    pattern,
                    pattern.contains("*")
                        ? "the headers declare nothing of such a name"
                        : "the header does not declare it"));
      }
    }
  }

  /// Whether a name would take the place of an attribute of the module itself.
  static boolean isModules(String name) {
    return OwnNames.contains(name);
  }
}
