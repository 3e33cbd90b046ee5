// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.input.Escapes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a failed call is recognized, and where the words for it come from.
///
/// @param condition of the result
/// @param text the condition as it is declared
/// @param message the function that gives the words; empty for none
/// @param errno whether `errno` says why
record FailureCheck(
    FailureCondition condition, String text, Optional<MessageFunction> message, boolean errno) {

  private static final Pattern MESSAGE =
      Pattern.compile("(\\w+)\\s*\\(\\s*(\\*?)\\s*(#?\\w*)\\s*\\)");

  /// The function that gives the words for a failure.
  ///
  /// @param argument the number of the failed function's argument that it gets; [#RESULT] for its
  ///   result, [#NOTHING] for a function without arguments
  /// @param follows whether it gets what the argument points to
  record MessageFunction(String name, long address, int argument, boolean follows) {
    static final int RESULT = -1;
    static final int NOTHING = -2;
  }

  /// Reads what the directives say about a function.
  static Optional<FailureCheck> of(
      CFunction declared, Directives directives, DataModel model, Symbols symbols) {
    Optional<String> condition = directives.value("fails_if", declared);
    if (condition.isEmpty() || condition.get().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> words = directives.value("message", declared);
    boolean errno = words.isPresent() && words.get().equals("errno");
    Optional<MessageFunction> message =
        errno
            ? Optional.empty()
            : words.flatMap(text -> message(text, declared, directives, symbols));
    try {
      return Optional.of(
          new FailureCheck(
              FailureCondition.of(condition.get(), declared.type().result(), model),
              condition.get(),
              message,
              errno));
    } catch (FailureCondition.RefusedException e) {
      if (!directives.namesExactly("fails_if", declared) && isReadable(condition.get(), model)) {
        return Optional.empty();
      }
      symbols.fault(
          "fails_if(%s: %s)".formatted(Escapes.inline(condition.get()), declared.name()),
          e.found(),
          e.expected());
      return Optional.empty();
    }
  }

  /// Whether a condition can hold for some function, though not for one that a pattern names.
  private static boolean isReadable(String condition, DataModel model) {
    return isReadable(condition, new CType.Arithmetic(NumberKind.LLONG), model)
        || isReadable(condition, new CType.Pointer(new CType.VoidType(), false), model);
  }

  private static boolean isReadable(String condition, CType result, DataModel model) {
    try {
      FailureCondition _ = FailureCondition.of(condition, result, model);
      return true;
    } catch (FailureCondition.RefusedException _) {
      return false;
    }
  }

  private static Optional<MessageFunction> message(
      String text, CFunction declared, Directives directives, Symbols symbols) {
    Matcher matcher = MESSAGE.matcher(text);
    int argument = matcher.matches() ? argument(matcher.group(3), declared) : Integer.MIN_VALUE;
    if (argument == Integer.MIN_VALUE) {
      symbols.fault(
          "message(%s: …)".formatted(text),
          "%s for %s()".formatted(Escapes.quoted(text), declared.name()),
          "errno, or a function with a parameter of %s(), its result or nothing as its argument"
              .formatted(declared.name()));
      return Optional.empty();
    }
    checkPointers(matcher, argument, declared, directives, symbols);
    return Optional.of(
        new MessageFunction(
            matcher.group(1),
            symbols.require(matcher.group(1), "message"),
            argument,
            !matcher.group(2).isEmpty()));
  }

  /// What is taken for an address has to be declared as a pointer.
  private static void checkPointers(
      Matcher matcher, int argument, CFunction declared, Directives directives, Symbols symbols) {
    String place = "message(%s: …)".formatted(matcher.group());
    CType followed =
        argument >= 0
            ? declared.type().parameters().get(argument).type()
            : declared.type().result();
    if (!matcher.group(2).isEmpty() && !(followed instanceof CType.Pointer)) {
      symbols.fault(
          place,
          "'*%s' follows a value of type %s".formatted(matcher.group(3), Escapes.quoted(followed)),
          "a pointer behind '*'");
    }
    int given = argument == MessageFunction.NOTHING ? 0 : 1;
    directives
        .function(matcher.group(1))
        .filter(each -> each.type().parameters().size() != given)
        .ifPresent(each ->
            symbols.fault(
                place,
                "%s() is declared with %d parameters"
                    .formatted(matcher.group(1), each.type().parameters().size()),
                "a function of %d".formatted(given)));
    directives
        .function(matcher.group(1))
        .map(each -> each.type().result())
        .filter(result -> !result.isText())
        .ifPresent(result ->
            symbols.fault(
                place,
                "%s() returns %s".formatted(matcher.group(1), Escapes.quoted(result)),
                "a function that returns a text"));
  }

  private static int argument(String name, CFunction declared) {
    if (name.isEmpty()) {
      return MessageFunction.NOTHING;
    }
    if (name.equals("result")) {
      return MessageFunction.RESULT;
    }
    List<CParameter> parameters = declared.type().parameters();
    for (int index = 0; index < parameters.size(); index++) {
      if (parameters.get(index).name().equals(name) || name.equals("#" + (index + 1))) {
        return index;
      }
    }
    return Integer.MIN_VALUE;
  }
}
