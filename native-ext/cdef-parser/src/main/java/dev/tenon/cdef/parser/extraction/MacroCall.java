// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a macro with parameters makes of its arguments: the tokens of its expansion, in which each
/// argument has a name that nothing else has.
final class MacroCall {

  private static final Pattern TOKEN =
      Pattern.compile(
          "[A-Za-z_]\\w*|\\.?\\d(?:[eEpP][+-]|[\\w.])*|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"
              + "|<<=|>>=|->|\\+\\+|--|<<|>>|[=!<>+*/%&|^-]=|&&|\\|\\||\\S");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Set<String> ASSIGNMENTS =
      Set.of("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--");
  private static final Set<String> STATEMENTS = Set.of("do", "{", "if", "for", "while", "switch");
  private static final Set<String> JUMPS = Set.of("return", "goto", "alloca", "__builtin_alloca");

  /// What stands before brackets and is no function.
  private static final Set<String> OPERATORS =
      Set.of(
          "sizeof",
          "_Alignof",
          "__alignof__",
          "typeof",
          "__typeof__",
          "_Generic",
          "return",
          "if",
          "while",
          "for",
          "switch",
          "__extension__",
          "__attribute__",
          "asm",
          "__asm__",
          "_Static_assert",
          "__real__",
          "__imag__",
          "case",
          "do",
          "else",
          "volatile",
          "__volatile__",
          "const",
          "defined");

  private final List<String> tokens = new ArrayList<>();

  /// How an argument is used first.
  ///
  /// @param function the function that it is an argument of; empty if it is none
  /// @param index which argument of the function
  /// @param cast the type that it is converted to; empty if it is not
  record Use(String function, int index, String cast) {
    static final Use PLAIN = new Use("", 0, "");
  }

  MacroCall(String expansion) {
    Matcher found = TOKEN.matcher(expansion);
    while (found.find()) {
      tokens.add(found.group());
    }
  }

  /// Whether it is a statement and no expression.
  boolean isStatement() {
    return !tokens.isEmpty() && STATEMENTS.contains(tokens.getFirst());
  }

  /// A function that it calls and that is none of the declared ones, such as one that a macro stood
  /// for which is undefined again; empty for none.
  ///
  /// @param isDeclared whether there is a function, variable or type of a name
  String undeclared(Predicate<String> isDeclared) {
    for (int at = 0; at + 1 < tokens.size(); at++) {
      String name = tokens.get(at);
      boolean isCalled =
          is(at + 1, "(")
              && NAME.matcher(name).matches()
              && !OPERATORS.contains(name)
              && !is(at - 1, ".")
              && !is(at - 1, "->");
      if (isCalled && !name.startsWith("__builtin_") && !isDeclared.test(name)) {
        return name;
      }
    }
    return "";
  }

  /// Why no function can do the same; empty if one can.
  ///
  /// @param arguments the names of the arguments
  String obstacle(List<String> arguments) {
    if (tokens.isEmpty()) {
      return "it expands to nothing";
    }
    if (!isBalanced()) {
      return "it opens or ends a block that another macro ends or opens";
    }
    if (tokens.stream().anyMatch(JUMPS::contains)) {
      return "it returns from, jumps in or takes stack of the function that uses it";
    }
    if (arguments.containsAll(tokens.stream().filter(each -> !each.matches("[()]")).toList())) {
      return "it stands for its argument";
    }
    for (String argument : arguments) {
      int at = tokens.indexOf(argument);
      if (at < 0 && tokens.stream().anyMatch(each -> each.contains(argument))) {
        return "it makes tokens of its arguments";
      }
      while (at >= 0) {
        if (changes(at)) {
          return "it changes its argument";
        }
        int next = tokens.subList(at + 1, tokens.size()).indexOf(argument);
        at = next < 0 ? -1 : at + 1 + next;
      }
    }
    return "";
  }

  private boolean isBalanced() {
    Deque<String> open = new ArrayDeque<>();
    for (String token : tokens) {
      switch (token) {
        case "(" -> open.push(")");
        case "[" -> open.push("]");
        case "{" -> open.push("}");
        case ")", "]", "}" -> {
          if (!token.equals(open.poll())) {
            return false;
          }
        }
        default -> {
          // Not a bracket.
        }
      }
    }
    return open.isEmpty();
  }

  /// The tokens.
  List<String> tokens() {
    return tokens;
  }

  /// The brackets around a token that hold nothing else: the places of the outermost ones.
  private int[] bracketed(int at) {
    int first = at;
    int last = at;
    while (is(first - 1, "(") && is(last + 1, ")") && !isCallee(first - 2)) {
      first--;
      last++;
    }
    return new int[] {first, last};
  }

  private boolean is(int index, String token) {
    return index >= 0 && index < tokens.size() && tokens.get(index).equals(token);
  }

  private boolean isCallee(int index) {
    return index >= 0
        && NAME.matcher(tokens.get(index)).matches()
        && !Set.of("return", "sizeof", "if", "while").contains(tokens.get(index));
  }

  private boolean changes(int at) {
    int[] place = bracketed(at);
    String after = place[1] + 1 < tokens.size() ? tokens.get(place[1] + 1) : "";
    String before = place[0] > 0 ? tokens.get(place[0] - 1) : "";
    boolean isAddress =
        before.equals("&") && (place[0] < 2 || !isOperand(tokens.get(place[0] - 2)));
    return ASSIGNMENTS.contains(after)
        || before.equals("++")
        || before.equals("--")
        || isAddress
        || before.equals("sizeof");
  }

  private static boolean isOperand(String token) {
    return token.equals(")") || token.equals("]") || token.matches("\\w.*");
  }

  /// How an argument is used first.
  Use use(String argument) {
    int at = tokens.indexOf(argument);
    if (at < 0) {
      return Use.PLAIN;
    }
    int[] place = bracketed(at);
    if (is(place[0] - 1, ")")) {
      int open = opening(place[0] - 1);
      if (open >= 0 && !isCallee(open - 1)) {
        String inside = String.join(" ", tokens.subList(open + 1, place[0] - 1));
        return new Use("", 0, inside);
      }
      return Use.PLAIN;
    }
    boolean isWhole =
        (is(place[0] - 1, "(") || is(place[0] - 1, ","))
            && (is(place[1] + 1, ")") || is(place[1] + 1, ","));
    return isWhole ? called(place[0] - 1) : Use.PLAIN;
  }

  private Use called(int before) {
    int depth = 0;
    int index = 0;
    for (int at = before; at >= 0; at--) {
      switch (tokens.get(at)) {
        case ")", "]", "}" -> depth++;
        case "(" -> {
          if (depth == 0) {
            return isCallee(at - 1) ? new Use(tokens.get(at - 1), index, "") : Use.PLAIN;
          }
          depth--;
        }
        case "[", "{" -> {
          if (depth == 0) {
            return Use.PLAIN;
          }
          depth--;
        }
        case "," -> index += depth == 0 ? 1 : 0;
        default -> {
          // Part of an argument.
        }
      }
    }
    return Use.PLAIN;
  }

  private int opening(int close) {
    int depth = 0;
    for (int at = close; at >= 0; at--) {
      if (is(at, ")")) {
        depth++;
      } else if (is(at, "(") && --depth == 0) {
        return at;
      }
    }
    return -1;
  }
}
