package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.HeaderReader;
import java.math.BigInteger;
import java.util.ArrayList;
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
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTProblemDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;

/// Takes out of a header what is asked for, with the types that it needs.
final class HeaderExtraction {

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

  private final HeaderUnit unit;
  private final HeaderReader.Request request;
  private final TypeReader reader;
  private final Map<String, String> functions = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private final Set<String> needed = new LinkedHashSet<>();
  private final Set<String> leftOut = new TreeSet<>();

  HeaderExtraction(HeaderUnit unit, HeaderReader.Request request) {
    this.unit = unit;
    this.request = request;
    this.reader = new TypeReader(unit.unit(), unit.preparation(), unit.model());
  }

  HeaderReader.Extract extract() {
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      take(declaration);
    }
    leaveOutMacros();
    leaveOutUnknown();
    return new HeaderReader.Extract(text(), List.copyOf(leftOut));
  }

  /// Whether a name is asked for.
  private boolean isWanted(String name) {
    return request.only().isEmpty()
        ? !name.startsWith("_")
        : request.only().stream()
            .anyMatch(
                pattern -> Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), name));
  }

  private void take(IASTDeclaration declaration) {
    switch (declaration) {
      case IASTSimpleDeclaration simple when unit.isAdded(simple) -> constant(simple);
      case IASTSimpleDeclaration simple when unit.isOwn(simple) || !request.only().isEmpty() ->
          simple(simple);
      case IASTFunctionDefinition body when unit.isOwn(body) -> {
        String name = DeclarationCollector.innermost(body.getDeclarator()).getName().toString();
        if (isWanted(name)) {
          leftOut.add("%s: it has its body in the header and no symbol".formatted(name));
        }
      }
      case IASTProblemDeclaration problem when unit.isOwn(problem) ->
          leftOut.add(
              "line %d: it is no C declaration that can be read"
                  .formatted(problem.getFileLocation().getStartingLineNumber()));
      default -> {
        // Declared in an included header and not asked for.
      }
    }
  }

  private void simple(IASTSimpleDeclaration declaration) {
    if (declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef) {
      return;
    }
    if (declaration.getDeclSpecifier() instanceof IASTEnumerationSpecifier enumeration) {
      enumerators(enumeration);
    }
    for (IASTDeclarator declarator : declaration.getDeclarators()) {
      IASTDeclarator innermost = DeclarationCollector.innermost(declarator);
      String name = innermost.getName().toString();
      if (isWanted(name)) {
        boolean isFunction = innermost instanceof IASTStandardFunctionDeclarator;
        print(declaration, declarator, name, isFunction ? functions : variables);
      }
    }
  }

  private void enumerators(IASTEnumerationSpecifier enumeration) {
    for (IASTEnumerationSpecifier.IASTEnumerator each : enumeration.getEnumerators()) {
      if (isWanted(each.getName().toString())
          && each.getName().resolveBinding()
              instanceof org.eclipse.cdt.core.dom.ast.IEnumerator known) {
        Number value = known.getValue().numberValue();
        if (value != null) {
          constants.put(known.getName(), String.valueOf(value.longValue()));
        }
      }
    }
  }

  private void print(
      IASTSimpleDeclaration declaration,
      IASTDeclarator declarator,
      String name,
      Map<String, String> into) {
    DeclarationPrinter printer = new DeclarationPrinter(reader);
    try {
      String text = printer.print(declaration, declarator);
      String reason =
          request.isExported().test(name)
              ? reasonAgainst(text, printer.mentioned())
              : "the library does not export it";
      if (reason.isEmpty()) {
        into.put(name, text);
        needed.addAll(printer.mentioned());
      } else {
        leftOut.add("%s: %s".formatted(name, reason));
      }
    } catch (UnsupportedTypeException e) {
      leftOut.add("%s: %s".formatted(name, e.getMessage()));
    }
  }

  private static String reasonAgainst(String text, Set<String> mentioned) {
    if (mentioned.contains("va_list")
        || mentioned.contains("__gnuc_va_list")
        || mentioned.contains("__builtin_va_list")) {
      return "it takes a va_list, which only C can make";
    }
    return text.contains("long double") ? "'long double' cannot be passed" : "";
  }

  private void constant(IASTSimpleDeclaration declaration) {
    for (IASTDeclarator declarator : declaration.getDeclarators()) {
      String name = declarator.getName().toString().replaceFirst("^" + SourceText.CONSTANT, "");
      if (isWanted(name)
          && declarator.getInitializer() instanceof IASTEqualsInitializer initializer
          && initializer.getInitializerClause() instanceof IASTExpression expression) {
        Constant value = reader.constants().value(expression);
        if (value != null) {
          constants.put(name, literal(value.attribute()));
        }
      }
    }
  }

  private static String literal(Object value) {
    return switch (value) {
      case BigInteger number -> number + "ULL";
      case Long number when number == Long.MIN_VALUE -> "(-9223372036854775807LL - 1)";
      case Long number -> number < 0 ? "(" + number + ")" : number.toString();
      case String text -> quoted(text);
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte each : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      if (each == '"' || each == '\\') {
        quoted.append('\\').append((char) each);
      } else if (each >= ' ' && each < 127) {
        quoted.append((char) each);
      } else {
        quoted.append("\\%03o".formatted(each & 0xFF));
      }
    }
    return quoted.append('"').toString();
  }

  private void leaveOutMacros() {
    unit.defines()
        .forEach((name, takesArguments) -> {
          if (isWanted(name) && !constants.containsKey(name) && !functions.containsKey(name)) {
            leftOut.add(
                takesArguments
                    ? "%s: it is a macro with parameters".formatted(name)
                    : "%s: it is a macro without a constant value".formatted(name));
          }
        });
  }

  private void leaveOutUnknown() {
    for (String pattern : request.only()) {
      boolean found =
          !pattern.contains("*")
              && (functions.containsKey(pattern)
                  || variables.containsKey(pattern)
                  || constants.containsKey(pattern)
                  || leftOut.stream().anyMatch(line -> line.startsWith(pattern + ":")));
      if (!pattern.contains("*") && !found) {
        leftOut.add("%s: the header does not declare it".formatted(pattern));
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    if (!request.libraries().isEmpty()) {
      text.append("#pragma tenon library(\"")
          .append(String.join("\", \"", request.libraries()))
          .append("\")\n");
    }
    String types = String.join("", types().stream().map(type -> type + "\n").toList());
    constants.forEach((name, value) -> {
      // A constant of an enumeration that is there must not be replaced by its value.
      if (!types.contains(name + " = ")) {
        text.append("#define %s %s\n".formatted(name, value));
      }
    });
    text.append(types);
    variables.values().forEach(each -> text.append(each).append('\n'));
    functions.values().forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }

  /// The declarations of the needed types, in the order of the headers.
  private List<String> types() {
    Map<IASTSimpleDeclaration, List<String>> printed = new LinkedHashMap<>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
        if (declaration instanceof IASTSimpleDeclaration simple
            && !printed.containsKey(simple)
            && introduces(simple)) {
          printed.put(simple, printType(simple));
          grew = true;
        }
      }
    }
    List<String> ordered = new ArrayList<>();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple && printed.containsKey(simple)) {
        ordered.addAll(printed.get(simple));
      }
    }
    return ordered;
  }

  private boolean introduces(IASTSimpleDeclaration declaration) {
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    String tag =
        switch (specifier) {
          case IASTCompositeTypeSpecifier composite ->
              (composite.getKey() == IASTCompositeTypeSpecifier.k_union ? "union " : "struct ")
                  + composite.getName();
          case IASTEnumerationSpecifier enumeration -> "enum " + enumeration.getName();
          default -> "";
        };
    if (!tag.endsWith(" ") && needed.contains(tag)) {
      return true;
    }
    if (specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef) {
      for (IASTDeclarator declarator : declaration.getDeclarators()) {
        String name = DeclarationCollector.innermost(declarator).getName().toString();
        if (needed.contains(name) && !STANDARD.contains(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<String> printType(IASTSimpleDeclaration declaration) {
    DeclarationPrinter printer = new DeclarationPrinter(reader);
    List<String> lines = new ArrayList<>();
    try {
      if (declaration.getDeclarators().length == 0
          || declaration.getDeclSpecifier().getStorageClass() != IASTDeclSpecifier.sc_typedef) {
        lines.add(printer.print(declaration));
      } else {
        for (IASTDeclarator declarator : declaration.getDeclarators()) {
          lines.add(printer.print(declaration, declarator));
        }
      }
      needed.addAll(printer.mentioned());
    } catch (UnsupportedTypeException e) {
      leftOut.add(
          "line %d: %s"
              .formatted(declaration.getFileLocation().getStartingLineNumber(), e.getMessage()));
    }
    return lines;
  }
}
