// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DeclarationProblem;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Directive;
import dev.tenon.input.Escapes;
import dev.tenon.text.NearNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the `#pragma tenon` lines of a file say, by the word they begin with.
public final class Directives {

  /// Words whose arguments are targets: functions, or parameters of functions.
  private static final List<String> TARGETED =
      List.of(
          "nullable",
          "owned",
          "borrowed",
          "frees",
          "out",
          "text",
          "bytes",
          "blocking",
          "no_callback",
          "serialized",
          "fails_if",
          "message",
          "callback",
          "optional");

  /// Words that concern the module as a whole.
  private static final List<String> WHOLE =
      List.of("library", "init", "cleanup", "interpreters", "image", "private_library");

  private final Declarations declarations;
  private final Map<String, List<DirectiveLine>> lines = new HashMap<>();
  private final List<DeclarationProblem> problems = new ArrayList<>();

  public Directives(Declarations declarations) {
    this.declarations = declarations;
    for (Directive directive : declarations.directives()) {
      try {
        add(DirectiveLine.parse(directive));
      } catch (DirectiveLine.MalformedException e) {
        problems.add(problem(directive.text(), directive.line(), e.column(), e.getMessage()));
      }
    }
    DirectiveRules.check(
        declarations,
        lines.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(DirectiveLine::line))
            .toList(),
        (found, message) ->
            problems.add(
                problem(
                    found.line().text(),
                    found.line().line(),
                    Math.max(0, found.line().text().indexOf(found.part())) + 1,
                    message)));
    problems.sort(Comparator.comparingInt(DeclarationProblem::line));
  }

  private static DeclarationProblem problem(String text, int line, int column, String message) {
    String prefix = "#pragma tenon ";
    return new DeclarationProblem(line, prefix.length() + column, message, prefix + text);
  }

  private void add(DirectiveLine line) {
    if (!TARGETED.contains(line.word()) && !WHOLE.contains(line.word())) {
      List<String> all = new ArrayList<>(TARGETED);
      all.addAll(WHOLE);
      problems.add(
          problem(
              line.text(),
              line.line(),
              1,
              "unknown word %s%s"
                  .formatted(Escapes.quoted(line.word()), NearNames.hint(line.word(), all))));
      return;
    }
    lines.computeIfAbsent(line.word(), _ -> new ArrayList<>()).add(line);
    if (TARGETED.contains(line.word())) {
      line.targets().forEach(target -> checkTarget(line, target));
    }
  }

  private void checkTarget(DirectiveLine line, Target target) {
    if (!line.word().equals("optional")
        && !target.isPattern()
        && declarations.functions().stream().noneMatch(target::matches)) {
      problems.add(
          problem(
              line.text(),
              line.line(),
              Math.max(0, line.text().indexOf(target.text())) + 1,
              "%s names no declared function or parameter%s"
                  .formatted(
                      Escapes.quoted(target.text()),
                      NearNames.hint(
                          target.function(),
                          declarations.functions().stream().map(CFunction::name).toList()))));
    }
  }

  /// Whether a word speaks of functions or parameters.
  static boolean isTargeted(String word) {
    return TARGETED.contains(word);
  }

  /// Whether a line with the word names a function by its whole name.
  public boolean namesExactly(String word, CFunction function) {
    return lines.getOrDefault(word, List.of()).stream()
        .flatMap(line -> line.targets().stream())
        .anyMatch(target -> !target.isPattern() && target.matchesResult(function));
  }

  /// The declared function of a name.
  public Optional<CFunction> function(String name) {
    return declarations.functions().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// What is wrong with the lines.
  public List<DeclarationProblem> problems() {
    return problems;
  }

  /// The arguments of all lines with a word.
  public List<String> arguments(String word) {
    return lines.getOrDefault(word, List.of()).stream()
        .flatMap(line -> line.arguments().stream())
        .toList();
  }

  /// The value of the last line with a word, which stands for the whole module.
  public Optional<String> last(String word) {
    List<String> all = arguments(word);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// Whether a line with the word names a function, for its result.
  public boolean names(String word, CFunction function) {
    return lines.getOrDefault(word, List.of()).stream().anyMatch(line -> line.names(function));
  }

  /// Whether a line with the word names a parameter.
  ///
  /// @param index counted from 0
  public boolean names(String word, CFunction function, int index) {
    CParameter parameter = function.type().parameters().get(index);
    return lines.getOrDefault(word, List.of()).stream()
        .anyMatch(line -> line.names(function, parameter, index));
  }

  /// What stands before the colon in the last line with the word that names a function.
  public Optional<String> value(String word, CFunction function) {
    return lines.getOrDefault(word, List.of()).stream()
        .filter(line -> line.names(function))
        .map(DirectiveLine::value)
        .reduce((_, last) -> last);
  }

  /// The parameters of a function, or of a callback, with the parameters that count them.
  ///
  /// @param callback the number of the parameter that the callback is; -1 for the function itself
  public List<CParameter> counted(CFunction function, int callback) {
    CParameter outer = callback < 0 ? null : function.type().parameters().get(callback);
    CType.Function type =
        outer != null
                && outer.type() instanceof CType.Pointer pointer
                && pointer.target() instanceof CType.Function target
            ? target
            : function.type();
    List<CParameter> all = new ArrayList<>();
    for (int index = 0; index < type.parameters().size(); index++) {
      CParameter each = type.parameters().get(index);
      int at = index;
      CParameter made = each;
      for (String word : List.of("bytes", "text")) {
        Optional<String> counter =
            lines.getOrDefault(word, List.of()).stream()
                .filter(line -> !line.value().isEmpty())
                .filter(line ->
                    outer == null
                        ? line.names(function, each, at)
                        : line.targets().stream()
                            .anyMatch(
                                target -> target.matchesInner(function, outer, callback, each, at)))
                .map(DirectiveLine::value)
                .reduce((_, last) -> last);
        if (counter.isPresent()) {
          int found = DirectiveRules.indexOf(type, counter.get());
          made = new CParameter(each.name(), each.type(), found, word.equals("text"));
        }
      }
      all.add(made);
    }
    return all;
  }

  /// The parameter that receives how many bytes a result points to.
  ///
  /// @param word `bytes` or `text`
  public Optional<Integer> counter(String word, CFunction function) {
    return value(word, function)
        .filter(each -> !each.isEmpty())
        .map(each -> DirectiveRules.indexOf(function.type(), each));
  }

  /// What stands before the colon in the last line with the word that names a parameter.
  public Optional<String> value(String word, CFunction function, int index) {
    CParameter parameter = function.type().parameters().get(index);
    return lines.getOrDefault(word, List.of()).stream()
        .filter(line -> line.names(function, parameter, index))
        .map(DirectiveLine::value)
        .reduce((_, last) -> last);
  }
}
