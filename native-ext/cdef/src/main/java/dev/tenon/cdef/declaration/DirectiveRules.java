// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.input.Escapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// What `#pragma tenon` lines must not say: a word about a target for which it means nothing, and
/// two lines that contradict each other. Of what a pattern names, only what fits counts.
final class DirectiveRules {

  private static final Set<String> OF_FUNCTIONS =
      Set.of(
          "blocking", "no_callback", "serialized", "fails_if", "message", "optional", "borrowed");
  private static final Set<String> OF_PARAMETERS = Set.of("frees", "out", "callback");
  private static final Set<String> WITH_VALUE =
      Set.of("owned", "fails_if", "message", "callback", "bytes");

  /// Words whose value, if there is one, is the parameter that counts.
  private static final Set<String> COUNTING = Set.of("bytes", "text");

  /// Words of which the last line counts, so that a second one would be lost.
  private static final Set<String> ONCE = Set.of("init", "cleanup", "interpreters", "image");

  private static final List<List<String>> CONTRADICTORY =
      List.of(
          List.of("owned", "borrowed"),
          List.of("no_callback", "blocking"),
          List.of("bytes", "text"),
          List.of("out", "frees"));

  private final Declarations declarations;
  private final List<DirectiveLine> lines;
  private final BiConsumer<Found, String> problems;

  /// A place in a line.
  ///
  /// @param part the target or argument that is wrong
  record Found(DirectiveLine line, String part) {}

  private DirectiveRules(
      Declarations declarations, List<DirectiveLine> lines, BiConsumer<Found, String> problems) {
    this.declarations = declarations;
    this.lines = lines;
    this.problems = problems;
  }

  /// Reports what is wrong with the lines of a file.
  ///
  /// @param problems takes each problem
  static void check(
      Declarations declarations, List<DirectiveLine> lines, BiConsumer<Found, String> problems) {
    DirectiveRules rules = new DirectiveRules(declarations, lines, problems);
    rules.checkRepeated();
    rules.checkSaidTwice();
    for (DirectiveLine line : lines) {
      rules.checkValue(line);
      if (Directives.isTargeted(line.word())) {
        line.targets().stream()
            .filter(target -> !target.isPattern())
            .forEach(target -> rules.checkTarget(line, target));
      }
    }
  }

  private void add(DirectiveLine line, String part, String message) {
    problems.accept(new Found(line, part), message);
  }

  private void checkValue(DirectiveLine line) {
    if (line.value().isEmpty() && WITH_VALUE.contains(line.word())) {
      add(
          line,
          line.word(),
          "expected %s(VALUE: TARGET, …): the line gives no value".formatted(line.word()));
    } else if (!line.value().isEmpty()
        && !WITH_VALUE.contains(line.word())
        && !COUNTING.contains(line.word())) {
      add(line, line.value(), "'%s' takes no value before a colon".formatted(line.word()));
    } else if (line.word().equals("callback") && !line.value().equals("call")) {
      add(
          line,
          line.value(),
          "%s is not how long a callback lives; expected callback(call: …), or no line for one that"
                  .formatted(Escapes.quoted(line.value()))
              + " lives until the end of the module");
    }
  }

  /// A word that stands for the whole module, said twice.
  private void checkRepeated() {
    Map<String, String> said = new HashMap<>();
    for (DirectiveLine line : lines) {
      if (!ONCE.contains(line.word())) {
        continue;
      }
      for (String argument : line.arguments()) {
        String before = said.putIfAbsent(line.word(), argument);
        if (before != null && !before.equals(argument)) {
          add(
              line,
              argument,
              "%s(%s) contradicts %s(%s): only one of them can hold"
                  .formatted(
                      line.word(), Escapes.inline(argument), line.word(), Escapes.inline(before)));
        }
      }
    }
  }

  /// Two lines about one target that cannot both hold.
  private void checkSaidTwice() {
    Map<String, Map<String, String>> said = new HashMap<>();
    for (DirectiveLine line : lines) {
      if (!Directives.isTargeted(line.word())) {
        continue;
      }
      for (Target target : line.targets()) {
        if (target.isPattern()) {
          continue;
        }
        Map<String, String> words = said.computeIfAbsent(target.text(), _ -> new HashMap<>());
        String before = words.putIfAbsent(line.word(), line.value());
        if (before != null && !before.equals(line.value())) {
          add(
              line,
              target.text(),
              "another line says %s(%s: %s); only one of them can hold"
                  .formatted(line.word(), Escapes.inline(before), Escapes.inline(target.text())));
        }
        for (List<String> pair : CONTRADICTORY) {
          if (pair.contains(line.word()) && words.keySet().containsAll(pair)) {
            add(
                line,
                target.text(),
                "'%s' and '%s' contradict each other for %s; remove one of the lines"
                    .formatted(pair.get(0), pair.get(1), Escapes.quoted(target.text())));
          }
        }
      }
    }
  }

  private void checkTarget(DirectiveLine line, Target target) {
    for (CFunction function : declarations.functions()) {
      if (!target.inner().isEmpty()) {
        checkInner(line, target, function);
        continue;
      }
      if (target.matchesResult(function)) {
        checkResult(line, target, function);
      }
      for (int index = 0; index < function.type().parameters().size(); index++) {
        if (target.matches(function, function.type().parameters().get(index), index)) {
          checkParameter(line, target, function, index);
        }
      }
    }
  }

  private void checkResult(DirectiveLine line, Target target, CFunction function) {
    String word = line.word();
    CType result = function.type().result();
    if (OF_PARAMETERS.contains(word)) {
      add(
          line,
          target.text(),
          "'%s' speaks of a parameter; write %s.PARAMETER".formatted(word, target.text()));
      return;
    }
    switch (word) {
      case "nullable", "owned", "borrowed" -> requirePointer(line, target, "the result", result);
      case "bytes" -> checkCountedResult(line, target, function);
      case "text" -> {
        if (!line.value().isEmpty()) {
          checkCountedResult(line, target, function);
        } else if (!(result instanceof CType.Pointer pointer && isOfBytes(pointer))) {
          add(
              line,
              target.text(),
              "only a result of type 'char *' can be a text, or of another type that points to"
                  + " bytes;"
                  + " that of %s is %s".formatted(target.text(), Escapes.quoted(result)));
        }
      }
      case "message" -> {
        boolean judged =
            lines.stream().anyMatch(each -> each.word().equals("fails_if") && each.names(function));
        if (!judged) {
          add(
              line,
              target.text(),
              "nothing says when %s() fails; add a line fails_if(CONDITION: %s)"
                  .formatted(target.text(), target.text()));
        }
      }
      default -> {
        // It means something for every function.
      }
    }
    if (word.equals("owned")) {
      checkFree(line);
    }
  }

  private void checkParameter(DirectiveLine line, Target target, CFunction function, int index) {
    String word = line.word();
    CType type = function.type().parameters().get(index).type();
    if (OF_FUNCTIONS.contains(word)) {
      add(
          line,
          target.text(),
          "'%s' speaks of a function, not of a parameter; write %s"
              .formatted(word, function.name()));
      return;
    }
    switch (word) {
      case "bytes", "text" -> checkCounted(line, target, function.type(), index);
      case "nullable", "frees", "out" -> requirePointer(line, target, "the parameter", type);
      case "callback" -> {
        if (!type.isCallback()) {
          add(
              line,
              target.text(),
              "%s is not a pointer to a function but %s"
                  .formatted(Escapes.quoted(target.text()), Escapes.quoted(type)));
        }
      }
      case "owned" -> {
        boolean isOut =
            lines.stream()
                .anyMatch(each ->
                    each.word().equals("out")
                        && each.names(function, function.type().parameters().get(index), index));
        if (!isOut) {
          add(
              line,
              target.text(),
              "'owned' speaks of what a parameter receives; add a line out(%s)"
                  .formatted(target.text()));
        } else if (!(type instanceof CType.Pointer place
            && place.target() instanceof CType.Pointer)) {
          add(
              line,
              target.text(),
              "what %s receives is not a pointer: the parameter is %s"
                  .formatted(Escapes.quoted(target.text()), Escapes.quoted(type)));
        }
        checkFree(line);
      }
      default -> {
        // It means something for every parameter.
      }
    }
  }

  /// The number of the parameter with a name, or written `#NUMBER`; -1 if there is none.
  static int indexOf(CType.Function type, String name) {
    for (int index = 0; index < type.parameters().size(); index++) {
      if (name.equals("#" + (index + 1)) || type.parameters().get(index).name().equals(name)) {
        return index;
      }
    }
    return -1;
  }

  private void checkInner(DirectiveLine line, Target target, CFunction function) {
    for (int index = 0; index < function.type().parameters().size(); index++) {
      CParameter outer = function.type().parameters().get(index);
      if (!(outer.type() instanceof CType.Pointer pointer)
          || !(pointer.target() instanceof CType.Function callback)) {
        continue;
      }
      for (int inner = 0; inner < callback.parameters().size(); inner++) {
        if (target.matchesInner(function, outer, index, callback.parameters().get(inner), inner)) {
          if (COUNTING.contains(line.word())) {
            checkCounted(line, target, callback, inner);
          } else {
            add(
                line,
                target.text(),
                "'%s' cannot speak of a parameter of a callback; expected bytes or text"
                    .formatted(line.word()));
          }
        }
      }
    }
  }

  private void checkCounted(DirectiveLine line, Target target, CType.Function type, int index) {
    CType counted = type.parameters().get(index).type();
    boolean isText = line.word().equals("text");
    if (line.value().isEmpty()) {
      add(
          line,
          target.text(),
          "the line does not say which parameter holds the length; write text(LENGTH: %s)"
              .formatted(target.text()));
      return;
    }
    boolean fits =
        counted instanceof CType.Pointer pointer
            && !(pointer.target() instanceof CType.Function)
            && !(pointer.target() instanceof CType.Struct)
            && (!isText || isOfBytes(pointer));
    if (!fits) {
      add(
          line,
          target.text(),
          "'%s' means nothing for %s: it is %s, not a pointer to %s"
              .formatted(
                  line.word(),
                  Escapes.quoted(target.text()),
                  Escapes.quoted(counted),
                  isText ? "bytes" : "numbers, pointers or bytes"));
    }
    int counter = indexOf(type, line.value());
    if (counter < 0 || !isInteger(type.parameters().get(counter).type())) {
      add(
          line,
          line.value(),
          counter < 0
              ? "there is no parameter %s beside %s that could hold its length"
                  .formatted(Escapes.quoted(line.value()), Escapes.quoted(target.text()))
              : "%s cannot hold a length: it is %s, not an integer"
                  .formatted(
                      Escapes.quoted(line.value()),
                      Escapes.quoted(type.parameters().get(counter).type())));
    }
  }

  private void checkCountedResult(DirectiveLine line, Target target, CFunction function) {
    CType result = function.type().result();
    int counter = indexOf(function.type(), line.value());
    boolean fits = result instanceof CType.Pointer pointer && isOfBytes(pointer);
    if (!fits) {
      add(
          line,
          target.text(),
          "the result of %s is %s, not a pointer to bytes"
              .formatted(target.text(), Escapes.quoted(result)));
    }
    boolean receives =
        counter >= 0
            && function.type().parameters().get(counter).type() instanceof CType.Pointer place
            && !place.readOnly()
            && isInteger(place.target());
    if (!receives) {
      add(
          line,
          line.value(),
          "%s is not a parameter of %s() that receives a length: expected a pointer to an integer"
              .formatted(Escapes.quoted(line.value()), function.name()));
    }
  }

  private static boolean isOfBytes(CType.Pointer type) {
    return type.target() instanceof CType.VoidType
        || (type.target() instanceof CType.Arithmetic number && number.kind().isCharacter());
  }

  private static boolean isInteger(CType type) {
    return type instanceof CType.Enumeration
        || (type instanceof CType.Arithmetic number && number.kind().isInteger());
  }

  private void requirePointer(DirectiveLine line, Target target, String what, CType type) {
    if (!(type instanceof CType.Pointer)) {
      add(
          line,
          target.text(),
          "'%s' means nothing for %s: %s is %s, not a pointer"
              .formatted(line.word(), Escapes.quoted(target.text()), what, Escapes.quoted(type)));
    }
  }

  /// A function that releases something is called with one pointer.
  private void checkFree(DirectiveLine line) {
    declarations.functions().stream()
        .filter(each -> each.name().equals(line.value()))
        .filter(each ->
            each.type().parameters().size() != 1
                || !(each.type().parameters().getFirst().type() instanceof CType.Pointer))
        .findFirst()
        .ifPresent(each ->
            add(
                line,
                line.value(),
                "%s() cannot release anything: it is declared as %s, not with one pointer"
                    .formatted(each.name(), Escapes.quoted(each.text()))));
  }
}
