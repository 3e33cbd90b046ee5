// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import dev.tenon.cdef.declaration.DeclarationStore;
import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.declaration.MissingParserException;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.value.IntegerRange;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a Java interface for declarations, with a method for each function, for
/// `dev.tenon.module.ModuleObject.as`. One serves one thread.
public final class JavaInterface {

  private static final int MOST_COMMENT_LINES = 200;

  private final HeaderReader.Extract extract;
  private final Declarations declarations;
  private final Directives directives;
  private final Map<String, HeaderReader.Entry> entries = new HashMap<>();
  private final Map<String, List<String>> headers = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final StringBuilder out = new StringBuilder();

  private JavaInterface(HeaderReader.Extract extract, Declarations declarations) {
    this.extract = extract;
    this.declarations = declarations;
    this.directives = new Directives(declarations);
  }

  /// The source of an interface.
  ///
  /// @param name its full name
  /// @throws IOException if the name is none of a class, or the declarations cannot be read
  public static String of(HeaderReader.Extract extract, String name) throws IOException {
    if (!isName(name)) {
      throw new IOException("'%s' is not the name of a Java interface".formatted(name));
    }
    try {
      return new JavaInterface(
              extract, DeclarationStore.installed().read("extract.cdef.h", extract.text()))
          .write(name);
    } catch (DeclarationException | MissingParserException e) {
      throw new IOException("the declarations cannot be read", e);
    }
  }

  /// The source of an interface for a file `NAME.cdef.h`, with what its `#pragma tenon` lines say:
  /// lengths and out-parameters are left out, and texts are texts.
  ///
  /// @param name its full name
  /// @throws IOException if the name is none of a class, or the file cannot be read
  public static String of(Path file, String name) throws IOException {
    String text = BoundedFile.readText(file, Limit.DECLARATIONS);
    Declarations declarations;
    try {
      declarations = DeclarationStore.installed().read(String.valueOf(file.getFileName()), text);
    } catch (DeclarationException | MissingParserException e) {
      throw new IOException(
          "the declarations of %s cannot be read: %s".formatted(file.getFileName(), e.getMessage()),
          e);
    }
    List<HeaderReader.Entry> entries = new ArrayList<>();
    declarations
        .functions()
        .forEach(each ->
            entries.add(
                new HeaderReader.Entry("function", each.name(), file.toString(), each.line())));
    declarations
        .variables()
        .forEach(each ->
            entries.add(
                new HeaderReader.Entry("variable", each.name(), file.toString(), each.line())));
    return of(new HeaderReader.Extract(text, List.of(), entries, ""), name);
  }

  private String write(String name) throws IOException {
    if (!directives.problems().isEmpty()) {
      throw new IOException(
          directives.problems().stream()
              .map(each -> "line %d: %s".formatted(each.line(), each.message()))
              .collect(Collectors.joining("\n")));
    }
    constantsAndFunctions(name);
    return out.toString();
  }

  private void constantsAndFunctions(String name) {
    extract.entries().forEach(each -> entries.putIfAbsent(each.name(), each));
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      out.append("package ").append(name, 0, dot).append(";\n\n");
    }
    out.append("import dev.tenon.cdef.CObject;\n")
        .append("import dev.tenon.value.AttributeName;\n")
        .append("import dev.tenon.value.TenonCallable;\n\n")
        .append("/// A C library: `module.as(")
        .append(name.substring(dot + 1))
        .append(".class)`.\npublic interface ")
        .append(name.substring(dot + 1))
        .append(" {\n");
    declarations.constants().forEach(this::constant);
    declarations.variables().forEach(this::variable);
    declarations.functions().forEach(this::function);
    out.append("}\n");
  }

  private void constant(String name, Object value) {
    if (!isName(name) || !used.add(name)) {
      return;
    }
    switch (value) {
      case Long number when number == number.intValue() -> field("int", name, number.toString());
      case Long number -> field("long", name, number + "L");
      case Double number when number.isNaN() -> field("double", name, "Double.NaN");
      case Double number when number.isInfinite() ->
          field(
              "double", name, number > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY");
      case Double number -> field("double", name, number.toString());
      case BigInteger number ->
          field("java.math.BigInteger", name, "new java.math.BigInteger(\"%s\")".formatted(number));
      default -> field("String", name, quoted(value.toString()));
    }
  }

  private void field(String type, String name, String value) {
    out.append("  %s %s = %s;\n\n".formatted(type, name, value));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int index = 0; index < text.length(); index++) {
      char each = text.charAt(index);
      if (each == '"' || each == '\\') {
        quoted.append('\\').append(each);
      } else if (each >= ' ' && each < 127) {
        quoted.append(each);
      } else {
        quoted.append("\\u%04x".formatted((int) each));
      }
    }
    return quoted.append('"').toString();
  }

  private void variable(CVariable variable) {
    comment(variable.name(), variable.type() + " " + variable.name());
    method(variable.name(), javaType(variable.type(), true), "");
    if (!variable.readOnly() && !(variable.type() instanceof CType.Array)) {
      out.append("  @AttributeName(\"%s\")\n".formatted(variable.name()));
      out.append(
          "  void set_%s(%s value);\n\n"
              .formatted(variable.name(), javaType(variable.type(), false)));
    }
  }

  private void function(CFunction function) {
    comment(function.name(), function.text());
    List<CParameter> all = directives.counted(function, -1);
    Set<Integer> hidden = counters(all);
    directives.counter("bytes", function).ifPresent(hidden::add);
    directives.counter("text", function).ifPresent(hidden::add);
    List<CType> received = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    Map<String, CallbackType> callbacks = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (int index = 0; index < all.size(); index++) {
      CParameter each = all.get(index);
      String name = parameterName(each, index, names);
      if (directives.names("out", function, index)) {
        received.add(((CType.Pointer) each.type()).target());
      } else if (each.type() instanceof CType.Pointer pointer
          && pointer.target() instanceof CType.Function callback) {
        String type = function.name() + "_" + name;
        callbacks.put(
            type, new CallbackType(callback.result(), directives.counted(function, index)));
        parameters.add(type + " " + name);
      } else if (!hidden.contains(index)) {
        parameters.add(parameterType(each) + " " + name);
      }
    }
    if (function.type().variadic()) {
      parameters.add("Object... rest");
    }
    method(function.name(), resultType(function, received), String.join(", ", parameters));
    callbacks.forEach(this::callback);
  }

  private static Set<Integer> counters(List<CParameter> parameters) {
    return parameters.stream()
        .map(CParameter::counter)
        .filter(each -> each >= 0)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String parameterName(CParameter parameter, int index, Set<String> names) {
    String name = parameter.name().isEmpty() ? "p" + (index + 1) : parameter.name();
    while (!isName(name) || !names.add(name)) {
      name += "_";
    }
    return name;
  }

  /// What is counted may be an array of any kind.
  private static String parameterType(CParameter parameter) {
    return parameter.counter() >= 0 && !parameter.isText()
        ? "Object"
        : javaType(parameter.type(), false);
  }

  /// @param received what the out-parameters point to
  private String resultType(CFunction function, List<CType> received) {
    CType result = function.type().result();
    boolean hasOwn = !(result instanceof CType.VoidType) && !directives.names("fails_if", function);
    if (received.isEmpty()) {
      return directives.counter("bytes", function).isPresent()
          ? "byte[]"
          : directives.names("text", function) ? "String" : javaType(result, true);
    }
    return received.size() == 1 && !hasOwn
        ? javaType(received.getFirst(), true)
        : "java.util.List<?>";
  }

  /// What a callback is called with.
  private record CallbackType(CType result, List<CParameter> parameters) {}

  private void callback(String name, CallbackType type) {
    Set<Integer> hidden = counters(type.parameters());
    List<String> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int index = 0; index < type.parameters().size(); index++) {
      CParameter each = type.parameters().get(index);
      String parameter = parameterName(each, index, names);
      if (!hidden.contains(index)) {
        String counted = each.isText() ? "String" : "byte[]";
        parameters.add(
            (each.counter() >= 0 ? counted : javaType(each.type(), true)) + " " + parameter);
      }
    }
    String result =
        type.result() instanceof CType.Pointer ? "Object" : javaType(type.result(), true);
    out.append("  /// A callback.\n")
        .append("  interface %s {\n".formatted(name))
        .append("    %s call(%s);\n".formatted(result, String.join(", ", parameters)))
        .append("  }\n\n");
  }

  private void method(String name, String type, String parameters) {
    String java = name;
    while (!isName(java) || ofObject(java)) {
      java += "_";
    }
    if (!java.equals(name)) {
      out.append("  @AttributeName(\"%s\")\n".formatted(name));
    }
    out.append("  %s %s(%s);\n\n".formatted(type, java, parameters));
  }

  private static final Set<String> KEYWORDS =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
               + " double else enum extends final finally float for goto if implements import"
               + " instanceof int interface long native new package private protected public return"
               + " short static strictfp super switch synchronized this throw throws transient try"
               + " void volatile while true false null _")
              .split(" "));

  /// Whether a name, with dots in it or not, is one in Java.
  private static boolean isName(String name) {
    for (String part : name.split("\\.", -1)) {
      boolean valid =
          !part.isEmpty()
              && !KEYWORDS.contains(part)
              && Character.isJavaIdentifierStart(part.charAt(0))
              && part.chars().allMatch(Character::isJavaIdentifierPart);
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private static boolean ofObject(String name) {
    return Set.of(
            "wait",
            "notify",
            "notifyAll",
            "getClass",
            "hashCode",
            "equals",
            "toString",
            "clone",
            "finalize")
        .contains(name);
  }

  /// The comment of the header in front of a declaration, and the declaration.
  private void comment(String name, String declaration) {
    HeaderReader.Entry entry = entries.get(name);
    if (entry != null) {
      commentBefore(entry)
          .forEach(line -> out.append(line.isEmpty() ? "  ///" : "  /// " + line).append('\n'));
    }
    out.append("  /// `").append(declaration.replace('`', '\'')).append("`");
    if (entry != null) {
      out.append(" (%s:%d)".formatted(Path.of(entry.file()).getFileName(), entry.line()));
    }
    out.append('\n');
  }

  private List<String> commentBefore(HeaderReader.Entry entry) {
    List<String> lines = headers.computeIfAbsent(entry.file(), JavaInterface::lines);
    int last = Math.min(entry.line(), lines.size()) - 2;
    while (last >= 0 && lines.get(last).isBlank()) {
      last--;
    }
    if (last < 0 || !lines.get(last).strip().endsWith("*/")) {
      return List.of();
    }
    int first = last;
    while (first > 0 && !lines.get(first).contains("/*") && last - first < MOST_COMMENT_LINES) {
      first--;
    }
    // Other comments may belong to the declaration before them.
    boolean isDocumentation =
        lines.get(first).strip().matches("/\\*[*!].*")
            || (first < last && lines.get(first + 1).startsWith("**"));
    List<String> found = new ArrayList<>();
    for (String line : isDocumentation ? lines.subList(first, last + 1) : List.<String>of()) {
      String bare =
          line.strip()
              .replaceFirst("^/\\*+<?!?", "")
              .replaceFirst("\\*+/$", "")
              .replaceFirst("^\\*+", "")
              .strip();
      if (!bare.isEmpty()) {
        found.add(bare.replace("<", "&lt;").replace("[", "\\["));
      }
    }
    if (!found.isEmpty()) {
      found.add("");
    }
    return found.stream().map(String::stripTrailing).toList();
  }

  private static List<String> lines(String file) {
    try {
      byte[] all = BoundedFile.read(Path.of(file), Limit.HEADER);
      return new String(all, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static String javaType(CType type, boolean isResult) {
    return switch (type) {
      case CType.VoidType _ -> "void";
      case CType.Arithmetic number -> javaType(number.kind());
      case CType.Enumeration enumeration -> javaType(enumeration.kind());
      case CType.Pointer pointer when pointer.isText() && pointer.readOnly() -> "String";
      case CType.Pointer pointer when isResult -> "CObject";
      case CType.Pointer pointer when pointer.isCallback() -> "TenonCallable";
      case CType.Pointer _ -> "Object";
      case CType.Struct _, CType.Array _, CType.Function _ -> "CObject";
    };
  }

  private static String javaType(NumberKind kind) {
    return switch (kind) {
      case BOOL -> "boolean";
      case FLOAT -> "float";
      case DOUBLE, LONG_DOUBLE -> "double";
      default -> IntegerRange.of(kind, DataModel.current()).natural().getName();
    };
  }
}
