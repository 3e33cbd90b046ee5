// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.compiler.Measures;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.cdef.parser.compiler.Proof;
import dev.tenon.cdef.parser.declaration.Constant;
import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.preparation.MacroExpansions;
import dev.tenon.cdef.parser.preparation.SourceText;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTStandardFunctionDeclarator;

/// Takes constants out of headers: macros with a value, other names of functions, and enumerators
/// that are asked for by name.
final class ConstantExtraction {

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

  private final HeaderUnit unit;
  private final Shim shim;
  private final TypeReader reader;
  private final WantedNames names;
  private final HeaderIndex index;
  private final FunctionExtraction taken;
  private final Map<String, HeaderItem> constants = new LinkedHashMap<>();
  private final Set<String> computed = new LinkedHashSet<>();

  /// @param taken the functions, of which macros may be other names
  ConstantExtraction(
      HeaderUnit unit,
      Shim shim,
      TypeReader reader,
      WantedNames names,
      HeaderIndex index,
      FunctionExtraction taken) {
    this.unit = unit;
    this.shim = shim;
    this.reader = reader;
    this.names = names;
    this.index = index;
    this.taken = taken;
  }

  /// Those that were taken, by name.
  Map<String, HeaderItem> constants() {
    return constants;
  }

  /// The macros without parameters that the program computes: calls, variables and statements.
  Set<String> computed() {
    return computed;
  }

  /// Takes what is asked for.
  void takeAll() throws IOException {
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
          || !names.isWanted(macro.name(), own)) {
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
    if (shim.wrappers().containsKey(name)) {
      return; // a function gives its value
    }
    String expansion = unit.expansions().getOrDefault(name, macro.body());
    Constant value = values.get(name);
    if (macro.parameters() != null) {
      if (!taken.functions().containsKey(name)) {
        names.leaveOutWithoutSymbol(name, macro.place(), "it is a macro with parameters");
      }
    } else if (unit.excessive().contains(name)) {
      names.leaveOut(
          name,
          macro.place(),
          "it is a macro that expands to more than %,d tokens"
              .formatted(MacroExpansions.MOST_OF_ONE));
    } else if (expansion.equals(name)) {
      // `#define NAME NAME` beside an enumerator or function of the name.
      return;
    } else if (value instanceof Constant.Text text && text.value().indexOf('\uFFFD') >= 0) {
      names.leaveOut(name, macro.place(), "its text is not UTF-8");
    } else if (value != null && !index.enumerators().contains(name)) {
      constants.put(name, constant(name, macro.place(), CSpelling.literal(value.attribute())));
    } else if (NAME.matcher(expansion).matches() && index.declared().containsKey(expansion)) {
      alias(macro, expansion);
    } else if (index.types().containsKey(expansion)) {
      names.leaveOut(name, macro.place(), "it is a macro that stands for a type");
    } else if (NAME.matcher(expansion).matches()
        && !KEYWORDS.contains(expansion)
        && !index.enumerators().contains(expansion)) {
      names.leaveOut(
          name,
          macro.place(),
          "it stands for %s, which the headers do not declare"
              .formatted(Escapes.quoted(expansion)));
    } else if (!index.enumerators().contains(name)) {
      unknown.put(name, "(" + name + ")");
    }
  }

  private static HeaderItem constant(String name, PreprocessedText.Place place, String literal) {
    return new HeaderItem(
        HeaderItem.Kind.CONSTANT, name, place, "#define %s %s".formatted(name, literal));
  }

  private void alias(PreprocessedText.Macro macro, String other) {
    IASTSimpleDeclaration simple = index.declared().get(other);
    if (simple != null) {
      for (IASTDeclarator declarator : simple.getDeclarators()) {
        if (DeclarationCollector.innermost(declarator).getName().toString().equals(other)) {
          boolean isFunction =
              DeclarationCollector.functionOf(declarator) instanceof IASTStandardFunctionDeclarator;
          if (!isFunction) {
            computed.add(macro.name());
            names.leaveOutWithoutSymbol(
                macro.name(),
                macro.place(),
                "it stands for the variable %s; use that".formatted(Escapes.quoted(other)));
            return;
          }
          if (!taken.functions().containsKey(other)) {
            taken.take(
                simple,
                declarator,
                new HeaderItem(HeaderItem.Kind.FUNCTION, other, unit.place(simple), ""));
          }
        }
      }
    }
    if (taken.functions().containsKey(other)) {
      HeaderItem item =
          new HeaderItem(
              HeaderItem.Kind.ALIAS,
              macro.name(),
              macro.place(),
              "#define %s %s".formatted(macro.name(), other));
      item.mentions().add("function " + other);
      constants.put(macro.name(), item);
    } else {
      names.leaveOut(
          macro.name(),
          macro.place(),
          "it stands for %s, which is left out".formatted(Escapes.quoted(other)));
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
        String reason = reasons.getOrDefault(name, "the compiler reports no value of it");
        MacroCall call = new MacroCall(unit.expansions().getOrDefault(name, ""));
        String undeclared =
            call.undeclared(
                each -> index.declared().containsKey(each) || index.types().containsKey(each));
        if (reason.equals(MacroReasons.COMPUTED) && !undeclared.isEmpty()) {
          names.leaveOut(name, place, ShimMaker.undeclared(undeclared));
        } else if (reason.equals(MacroReasons.COMPUTED) || call.isStatement()) {
          computed.add(name);
          names.leaveOutWithoutSymbol(name, place, reason);
        } else {
          names.leaveOut(name, place, reason);
        }
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
    if (names.areAll()) {
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
              names.isWanted(name, false) && !constants.containsKey(name)
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
}
