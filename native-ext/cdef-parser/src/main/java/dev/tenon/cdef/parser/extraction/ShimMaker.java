// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.check.Evidence;
import dev.tenon.cdef.check.LibraryEvidence;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.parser.compiler.Measures;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.cdef.parser.compiler.Proof;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.declaration.UnsupportedTypeException;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;
import org.eclipse.cdt.core.dom.ast.IBasicType;
import org.eclipse.cdt.core.dom.ast.IFunctionType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;

/// Makes functions in C for what headers have and no call reaches: functions with their bodies in a
/// header, macros, and functions with types that calls do not pass. The compiler confirms each.
final class ShimMaker {

  private static final String ARGUMENT = "tenon_argument_";
  private static final String RESULT = "tenon_result_";
  private static final CType.VoidType VOID = new CType.VoidType();
  private static final CType NUMBER = new CType.Arithmetic(NumberKind.LLONG);
  private static final CType ANYTHING = new CType.Pointer(VOID, false);

  /// A function by hand: `int sum(int a, int b) = sum_n(2, a, b)`.
  private static final Pattern BY_HAND =
      Pattern.compile("\\s*(.*?)\\b([A-Za-z_]\\w*)\\s*\\((.*?)\\)\\s*(?:=\\s*(.*\\S)\\s*)?");

  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final TypeReader reader;
  private final List<Pattern> only;
  private final Map<String, IASTDeclarator> functions = new HashMap<>();
  private final Map<String, IASTDeclarator> typedefs = new HashMap<>();
  private final Map<String, Shim.Wrapper> wrappers = new LinkedHashMap<>();
  private final Map<String, String> refused = new HashMap<>();

  /// How a value passes between a wrapper and what it calls.
  ///
  /// @param declaration of the wrapper's parameter
  /// @param value what is handed on
  private record Passed(String declaration, String value) {}

  ShimMaker(HeaderUnit unit, HeaderReader.Request request) {
    this.unit = unit;
    this.request = request;
    this.reader = new TypeReader(unit.unit(), unit.preparation(), unit.model());
    this.only = WantedNames.patterns(request.only());
  }

  /// Makes them.
  ///
  /// @param computed the macros without parameters whose value only a function can report
  /// @param byHand prototypes of further ones
  /// @throws IOException if the compiler cannot be run or a prototype by hand is none
  Shim make(Set<String> computed, List<String> byHand) throws IOException {
    index();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple
          && simple.getDeclSpecifier().getStorageClass() != IASTDeclSpecifier.sc_typedef) {
        for (IASTDeclarator declarator : simple.getDeclarators()) {
          wrapFunction(simple, declarator);
        }
      }
    }
    wrapMacros(computed);
    for (String each : byHand) {
      wrapByHand(each);
    }
    confirm(byHand);
    return new Shim(wrappers, refused);
  }

  private void index() {
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple) {
        boolean isTypedef =
            simple.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef;
        for (IASTDeclarator declarator : simple.getDeclarators()) {
          String name = DeclarationCollector.innermost(declarator).getName().toString();
          (isTypedef ? typedefs : functions).putIfAbsent(name, declarator);
        }
      }
    }
  }

  private boolean isWanted(String name, boolean own) {
    return only.isEmpty()
        ? own && !name.startsWith("_")
        : only.stream().anyMatch(each -> each.matcher(name).matches());
  }

  private void wrapFunction(IASTSimpleDeclaration declaration, IASTDeclarator declarator) {
    String name = DeclarationCollector.innermost(declarator).getName().toString();
    if (!(DeclarationCollector.functionOf(declarator) instanceof IASTStandardFunctionDeclarator)
        || !isWanted(name, unit.isOwn(declaration))
        || wrappers.containsKey(name)
        || !(CVisitor.createType(declarator) instanceof IFunctionType type)) {
      return;
    }
    boolean isStatic =
        declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_static;
    boolean hasBody = unit.preparation().hasBody(declaration);
    boolean isReachable = !isStatic && !(hasBody && !request.knowsExports());
    try {
      boolean isPlain = isPlain(type);
      if (isReachable && (isPlain || !request.isExported().test(name))) {
        return;
      }
      if (type.takesVarArgs()) {
        refused.put(name, "a wrapper cannot hand on further arguments; give its prototype by hand");
        return;
      }
      wrap(name, type);
    } catch (UnsupportedTypeException e) {
      refused.put(name, e.reason());
    }
  }

  /// Whether calls pass all its types as they are.
  private boolean isPlain(IFunctionType type) {
    List<IType> all = new ArrayList<>(List.of(type.getParameterTypes()));
    all.add(type.getReturnType());
    try {
      for (IType each : all) {
        if (complex(each).isPresent() || isRefused(reader.read(each))) {
          return false;
        }
      }
    } catch (UnsupportedTypeException _) {
      return true; // no wrapper can name such a type either
    }
    return true;
  }

  private boolean isRefused(CType type) {
    if (type instanceof CType.Array || type instanceof CType.Function) {
      return false;
    }
    CType.Function alone =
        new CType.Function(
            VOID,
            type instanceof CType.VoidType ? List.of() : List.of(new CParameter("", type)),
            false);
    return !request.refusal().apply(alone, reader.layouts()).isEmpty();
  }

  /// The number type that a complex one has its parts of.
  private static Optional<String> complex(IType type) {
    IType bare = type;
    while (bare instanceof ITypedef || bare instanceof IQualifierType) {
      bare =
          bare instanceof ITypedef typedef ? typedef.getType() : ((IQualifierType) bare).getType();
    }
    if (!(bare instanceof IBasicType basic) || !basic.isComplex()) {
      return Optional.empty();
    }
    return Optional.of(
        basic.getKind() == IBasicType.Kind.eFloat
            ? "float"
            : basic.isLong() ? "long double" : "double");
  }

  private void wrap(String name, IFunctionType type) throws UnsupportedTypeException {
    List<String> declarations = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (IType each : type.getParameterTypes()) {
      Passed passed = passed(each, ARGUMENT + values.size());
      if (!passed.declaration().isEmpty()) {
        declarations.add(passed.declaration());
        values.add(passed.value());
      }
    }
    String call = "%s(%s)".formatted(name, String.join(", ", values));
    IType result = type.getReturnType();
    Optional<String> parts = complex(result);
    if (parts.isPresent()) {
      put(
          name,
          "struct tenon_complex",
          declarations,
          "{ %s _Complex r = %s; struct tenon_complex c = { (double)__real__ r, (double)__imag__ r }; return c; }"
              .formatted(parts.get(), call));
      return;
    }
    CType read = reader.read(result);
    if (read instanceof CType.VoidType) {
      put(name, "void", declarations, "{ %s; }".formatted(call));
    } else if (isLongDouble(read)) {
      put(name, "double", declarations, "{ return (double)%s; }".formatted(call));
    } else if (isRefused(read)) {
      declarations.addFirst(spelled(new CType.Pointer(read, false), "tenon_result"));
      put(name, "void", declarations, "{ *tenon_result = %s; }".formatted(call));
    } else {
      putSpelled(name, read, declarations, "{ return %s; }".formatted(call));
    }
  }

  private static boolean isLongDouble(CType type) {
    return type instanceof CType.Arithmetic number && number.kind() == NumberKind.LONG_DOUBLE;
  }

  private Passed passed(IType type, String name) throws UnsupportedTypeException {
    Optional<String> parts = complex(type);
    if (parts.isPresent()) {
      return new Passed(
          "struct tenon_complex " + name,
          "__builtin_complex((%1$s)%2$s.real, (%1$s)%2$s.imag)".formatted(parts.get(), name));
    }
    CType read = reader.parameter(type);
    if (read instanceof CType.VoidType) {
      return new Passed("", "");
    }
    if (isLongDouble(read)) {
      return new Passed("double " + name, name);
    }
    return isRefused(read)
        ? new Passed(spelled(new CType.Pointer(read, true), name), "*" + name)
        : new Passed(spelled(read, name), name);
  }

  private static String spelled(CType type, String middle) throws UnsupportedTypeException {
    return CSpelling.of(type, middle)
        .orElseThrow(() -> new UnsupportedTypeException("it has a type without a name"));
  }

  private void put(String name, String result, List<String> declarations, String body) {
    putPrototype(
        name,
        "%s %s%s(%s)"
            .formatted(
                result,
                Shim.PREFIX,
                name,
                declarations.isEmpty() ? "void" : String.join(", ", declarations)),
        body);
  }

  private void putSpelled(String name, CType result, List<String> declarations, String body)
      throws UnsupportedTypeException {
    String middle =
        "%s%s(%s)"
            .formatted(
                Shim.PREFIX,
                name,
                declarations.isEmpty() ? "void" : String.join(", ", declarations));
    putPrototype(name, spelled(result, middle), body);
  }

  private void putPrototype(String name, String prototype, String body) {
    wrappers.put(name, new Shim.Wrapper(prototype, body));
  }

  /// A macro, with the types that its arguments are to have.
  ///
  /// @param isCalled whether it has parameters, be they none
  private record Candidate(
      String name,
      boolean isCalled,
      List<String> arguments,
      List<CType> types,
      boolean isStatement) {
    /// How it is used.
    ///
    /// @param prefix stands before the names of the arguments
    String use(String prefix) {
      return isCalled
          ? "%s(%s)"
              .formatted(
                  name, String.join(", ", arguments.stream().map(each -> prefix + each).toList()))
          : name;
    }
  }

  private void wrapMacros(Set<String> computed) throws IOException {
    Map<String, PreprocessedText.Macro> wanted = new LinkedHashMap<>();
    Map<String, List<String>> arguments = new LinkedHashMap<>();
    for (PreprocessedText.Macro macro : unit.text().macros().values()) {
      boolean own = macro.files().stream().anyMatch(unit.own()::contains);
      if (computed.contains(macro.name())) {
        wanted.put(macro.name(), macro);
        arguments.put(macro.name(), List.of());
        continue;
      }
      if (macro.parameters() == null
          || macro.body().isEmpty()
          || !isWanted(macro.name(), own)
          || functions.containsKey(macro.name())) {
        continue;
      }
      String inside = macro.parameters().substring(1, macro.parameters().length() - 1).strip();
      if (inside.contains("...")) {
        refused.put(macro.name(), "it takes any number of arguments; give its prototype by hand");
        continue;
      }
      int count = inside.isEmpty() ? 0 : inside.split(",").length;
      List<String> names = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        names.add(ARGUMENT + index);
      }
      wanted.put(macro.name(), macro);
      arguments.put(macro.name(), names);
    }
    Map<String, String> uses = new LinkedHashMap<>();
    wanted.forEach((name, macro) ->
        uses.put(
            macro.parameters() == null
                ? name
                : "%s(%s)"
                    .formatted(name, String.join(", ", arguments.getOrDefault(name, List.of()))),
            name));
    Map<String, String> expansions =
        HeaderUnit.expansions(unit.compiler(), unit.includes(), List.copyOf(uses.keySet()));
    List<Candidate> candidates = new ArrayList<>();
    uses.forEach((use, name) -> {
      MacroCall call = new MacroCall(expansions.getOrDefault(use, ""));
      List<String> names = arguments.getOrDefault(name, List.of());
      String obstacle = call.obstacle(names);
      String undeclared =
          call.undeclared(each -> functions.containsKey(each) || typedefs.containsKey(each));
      Optional<String> missing = call.tokens().stream().filter(this::isMissing).findFirst();
      if (obstacle.isEmpty() && missing.isPresent()) {
        refused.put(
            name,
            "it uses the variable %s, which the library does not export"
                .formatted(Escapes.quoted(missing.get())));
      } else if (obstacle.isEmpty() && !undeclared.isEmpty()) {
        // The compiler complains of the first call alone.
        refused.put(name, undeclared(undeclared));
      } else if (obstacle.isEmpty()) {
        List<CType> types = names.stream().map(each -> type(call.use(each))).toList();
        candidates.add(new Candidate(name, !use.equals(name), names, types, call.isStatement()));
      } else {
        refused.put(name, obstacle);
      }
    });
    wrapCandidates(candidates);
  }

  /// The type of an argument: that of the parameter that it becomes, any pointer where it is made
  /// another pointer, and a whole number where nothing is known.
  private CType type(MacroCall.Use use) {
    try {
      IASTDeclarator called = functions.get(use.function());
      if (called != null
          && CVisitor.createType(called) instanceof IFunctionType function
          && use.index() < function.getParameterTypes().length) {
        return reader.parameter(function.getParameterTypes()[use.index()]);
      }
      if (use.cast().endsWith("*")) {
        return ANYTHING;
      }
      IASTDeclarator typedef = typedefs.get(use.cast());
      if (typedef != null) {
        CType defined = reader.read(CVisitor.createType(typedef));
        if (defined instanceof CType.Pointer) {
          return ANYTHING;
        }
        if (defined instanceof CType.Arithmetic number && !number.kind().isInteger()) {
          return new CType.Arithmetic(NumberKind.DOUBLE);
        }
      }
    } catch (UnsupportedTypeException _) {
      // Then it is taken for a number, and the compiler refuses that where it is none.
    }
    return use.cast().equals("double") || use.cast().equals("float")
        ? new CType.Arithmetic(NumberKind.DOUBLE)
        : NUMBER;
  }

  private void wrapCandidates(List<Candidate> candidates) throws IOException {
    Map<String, CType> results =
        results(candidates.stream().filter(each -> !each.isStatement()).toList());
    for (Candidate each : candidates) {
      CType result = each.isStatement() ? VOID : results.get(each.name());
      if (result == null) {
        continue;
      }
      try {
        List<String> declarations = new ArrayList<>();
        for (int index = 0; index < each.types().size(); index++) {
          declarations.add(spelled(each.types().get(index), each.arguments().get(index)));
        }
        if (result instanceof CType.VoidType) {
          put(each.name(), "void", declarations, "{ %s; }".formatted(each.use("")));
        } else if (isLongDouble(result)) {
          put(
              each.name(),
              "double",
              declarations,
              "{ return (double)(%s); }".formatted(each.use("")));
        } else if (isRefused(result)) {
          refused.put(each.name(), "calls cannot pass its value; give its prototype by hand");
        } else {
          putSpelled(
              each.name(),
              result,
              declarations,
              "{ _Static_assert(__builtin_types_compatible_p(__typeof__(((void)0, %1$s)), %2$s), \"\"); return %1$s; }"
                  .formatted(each.use(""), spelled(result, "")));
        }
      } catch (UnsupportedTypeException e) {
        refused.put(each.name(), e.reason());
      }
    }
  }

  /// The types of the values of macros, as the compiler has them.
  private Map<String, CType> results(List<Candidate> candidates) throws IOException {
    Proof proof = strict();
    Map<String, String> lines = new LinkedHashMap<>();
    Map<String, CType> results = new HashMap<>();
    for (Candidate each : candidates) {
      try {
        StringBuilder line = new StringBuilder();
        String prefix = each.name() + "_";
        for (int index = 0; index < each.types().size(); index++) {
          line.append("extern ")
              .append(spelled(each.types().get(index), prefix + each.arguments().get(index)))
              .append("; ");
        }
        line.append(
            "__typeof__(((void)0, %s)) *%s%s;".formatted(each.use(prefix), RESULT, each.name()));
        lines.put(each.name(), line.toString());
        proof.claim(each.name(), line.toString());
      } catch (UnsupportedTypeException e) {
        refused.put(each.name(), e.reason());
      }
    }
    Map<String, String> words = proof.run();
    words.forEach((name, said) -> refused.put(name, said(said)));
    lines.keySet().removeAll(words.keySet());
    Optional<Path> library =
        new Measures(unit.compiler(), unit.includes()).library(String.join("\n", lines.values()));
    Optional<Evidence> evidence =
        library.isEmpty() ? Optional.empty() : LibraryEvidence.of(library.get());
    for (String name : lines.keySet()) {
      if (evidence.map(each -> each.variables().get(RESULT + name)).orElse(null)
          instanceof CType.Pointer pointer) {
        results.put(name, pointer.target());
      } else {
        refused.put(name, "the compiler reports no type of its value");
      }
    }
    return results;
  }

  /// Whether it is a variable of the library that the library does not have: the linker would not
  /// complain, and the loader would.
  private boolean isMissing(String name) {
    IASTDeclarator declarator = functions.get(name);
    return declarator != null
        && request.knowsExports()
        && declarator.getParent() instanceof IASTSimpleDeclaration declaration
        && declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_extern
        && !(CVisitor.createType(declarator) instanceof IFunctionType)
        && !request.isExported().test(name);
  }

  static String undeclared(String name) {
    return "it calls %s, which the headers do not declare".formatted(Escapes.quoted(name));
  }

  private static String said(String words) {
    return "the compiler refuses it for numbers and the arguments that its functions take (%s); give its prototype by hand"
        .formatted(words);
  }

  private Proof strict() {
    return Proof.strict(unit.compiler(), unit.includes() + Shim.COMPLEX + "\n");
  }

  private void wrapByHand(String text) throws IOException {
    Matcher matcher = BY_HAND.matcher(text);
    if (!matcher.matches() || matcher.group(1).isBlank()) {
      throw new IOException(
          "%s is not a prototype; expected one such as 'int f(int x)' or 'int f(int x) = g(x, 1)'"
              .formatted(Escapes.quoted(text)));
    }
    String name = matcher.group(2);
    String parameters = matcher.group(3).strip();
    List<String> names = new ArrayList<>();
    for (String each : parameters.split(",", -1)) {
      Matcher last = Pattern.compile("([A-Za-z_]\\w*)\\s*(?:\\[\\s*\\])?\\s*$").matcher(each);
      if (last.find() && !each.isBlank() && !each.strip().equals("void")) {
        names.add(last.group(1));
      }
    }
    String value =
        matcher.group(4) == null
            ? "%s(%s)".formatted(name, String.join(", ", names))
            : matcher.group(4);
    boolean isVoid = matcher.group(1).strip().equals("void");
    refused.remove(name);
    putPrototype(
        name,
        "%s %s%s(%s)"
            .formatted(
                matcher.group(1).strip(),
                Shim.PREFIX,
                name,
                parameters.isEmpty() ? "void" : parameters),
        isVoid ? "{ %s; }".formatted(value) : "{ return %s; }".formatted(value));
  }

  /// Leaves what the compiler accepts.
  private void confirm(List<String> byHand) throws IOException {
    Proof proof = strict();
    wrappers.forEach((name, each) -> proof.claim(name, each.line()));
    Map<String, String> words = proof.run();
    for (Map.Entry<String, String> each : words.entrySet()) {
      String name = each.getKey();
      boolean isByHand =
          byHand.stream().anyMatch(text -> Arrays.asList(text.split("\\W+")).contains(name));
      if (isByHand) {
        throw new IOException(
            "'%s' refuses the wrapper of %s: %s"
                .formatted(unit.compiler().name(), Escapes.quoted(name), each.getValue()));
      }
      wrappers.remove(name);
      refused.put(name, said(each.getValue()));
    }
  }
}
