// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.parser.compiler.PreprocessedText;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the tokens that the macros of a text expand to, up to a limit: a few lines can double
/// themselves without end, and the parser's preprocessor knows no limit. Conditionals are not
/// evaluated; where a macro has several definitions, all count.
public final class MacroExpansions {

  /// What a single macro of headers may expand to, in tokens. Larger ones are not given to the
  /// compiler, whose preprocessor knows no limit either.
  public static final long MOST_OF_ONE = Limit.MACRO_EXPANSION.most() / 16;

  private static final long MOST_OF_ALL = Limit.MACRO_EXPANSION.most() * 16L;

  /// How much depth costs as much as a token.
  private static final int DEPTH = 64;

  /// One definition of a macro.
  ///
  /// @param parameters null for a macro without a list of parameters
  /// @param variadic whether the last parameter takes all further arguments
  private record Definition(
      @Nullable List<String> parameters, boolean variadic, List<String> body) {}

  /// A token, and the macros that are not expanded in it because it came out of them.
  private record Hidden(String text, Set<String> by) {}

  /// The limit is reached.
  private static final class ExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    ExceededException() {
      super("", null, false, false);
    }
  }

  private final Map<String, List<Definition>> definitions = new HashMap<>();
  private final Set<String> excessive = new HashSet<>();
  private long left = Limit.MACRO_EXPANSION.most();

  private MacroExpansions() {}

  /// Finds the use of a macro with which all expansions of a text exceed the limit.
  ///
  /// @param constants the macros that are expanded once more, for their values
  public static Optional<TextLines.Flaw> excess(TextLines text, Set<String> constants) {
    MacroExpansions expansions = new MacroExpansions();
    Map<String, Integer> places = new HashMap<>();
    for (TextLines.Line line : text.lines()) {
      if (line.directive().equals("define") && line.tokens().size() > 1) {
        expansions.define(line.tokens());
        places.put(line.tokens().get(1).text(), line.tokens().get(1).offset());
      }
    }
    if (places.isEmpty()) {
      return Optional.empty();
    }
    for (TextLines.Line line : text.lines()) {
      if (!line.isDirective() || isExpanded(line.directive())) {
        Optional<TextLines.Flaw> flaw = expansions.expand(line.tokens());
        if (flaw.isPresent()) {
          return flaw;
        }
      }
    }
    for (String constant : constants) {
      TextLines.Token use = new TextLines.Token(constant, places.getOrDefault(constant, 0));
      Optional<TextLines.Flaw> flaw = expansions.expand(List.of(use));
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    return Optional.empty();
  }

  /// The macros of headers that expand to more than [#MOST_OF_ONE] tokens, and those after which
  /// all together had more than sixteen times the limit of a file.
  ///
  /// @param macros each with its last definition
  /// @param asked the macros without parameters that are to be expanded
  public static Set<String> excessive(
      Collection<PreprocessedText.Macro> macros, Collection<String> asked) {
    StringBuilder text = new StringBuilder();
    for (PreprocessedText.Macro macro : macros) {
      String parameters = macro.parameters() == null ? "" : macro.parameters();
      text.append("#define %s%s %s\n".formatted(macro.name(), parameters, macro.body()));
    }
    MacroExpansions expansions = new MacroExpansions();
    for (TextLines.Line line : TextLines.of(text.toString()).lines()) {
      if (line.directive().equals("define") && line.tokens().size() > 1) {
        expansions.define(line.tokens());
      }
    }
    long all = MOST_OF_ALL;
    for (String name : asked) {
      long most = Math.min(all, MOST_OF_ONE);
      expansions.left = most;
      if (expansions.expand(List.of(new TextLines.Token(name, 0))).isPresent()) {
        expansions.excessive.add(name);
      }
      all -= most - Math.max(0, expansions.left);
    }
    return expansions.excessive;
  }

  private static boolean isExpanded(String directive) {
    return Set.of("if", "elif", "include", "line").contains(directive);
  }

  private void define(List<TextLines.Token> tokens) {
    String name = tokens.get(1).text();
    int at = 2;
    List<String> parameters = null;
    boolean variadic = false;
    boolean adjacent =
        tokens.size() > 2
            && tokens.get(2).text().equals("(")
            && tokens.get(2).offset() == tokens.get(1).offset() + name.length();
    if (adjacent) {
      parameters = new ArrayList<>();
      for (at = 3; at < tokens.size() && !tokens.get(at).text().equals(")"); at++) {
        String each = tokens.get(at).text();
        if (each.equals("...")) {
          variadic = true;
          if (parameters.isEmpty() || tokens.get(at - 1).text().equals(",")) {
            parameters.add("__VA_ARGS__");
          }
        } else if (!each.equals(",")) {
          parameters.add(each);
        }
      }
      at = Math.min(at + 1, tokens.size());
    }
    List<String> body =
        tokens.subList(at, tokens.size()).stream().map(TextLines.Token::text).toList();
    Definition definition = new Definition(parameters, variadic, body);
    List<Definition> all = definitions.computeIfAbsent(name, _ -> new ArrayList<>());
    if (!all.contains(definition)) {
      all.add(definition);
    }
  }

  private Optional<TextLines.Flaw> expand(List<TextLines.Token> tokens) {
    TextLines.Token use = tokens.getFirst();
    Deque<TextLines.Token> source = new ArrayDeque<>(tokens);
    try {
      while (!source.isEmpty()) {
        use = source.pop();
        if (definitions.containsKey(use.text())) {
          Deque<Hidden> pending = new ArrayDeque<>();
          pending.push(new Hidden(use.text(), Set.of()));
          take(source, pending);
          List<Hidden> _ = expand(pending);
        }
      }
    } catch (ExceededException _) {
      return Optional.of(
          new TextLines.Flaw(
              use.offset(),
              "with the macro %s, the expansions of all macros of this file have %s"
                  .formatted(Escapes.quoted(use.text()), Limit.MACRO_EXPANSION.exceeded())));
    }
    return Optional.empty();
  }

  /// Takes what may be arguments of a macro along.
  private static void take(Deque<TextLines.Token> source, Deque<Hidden> pending) {
    int depth = 0;
    while (!source.isEmpty() && (depth > 0 || source.element().text().equals("("))) {
      String text = source.pop().text();
      depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
      pending.add(new Hidden(text, Set.of()));
    }
  }

  private void spend(long amount) throws ExceededException {
    left -= amount;
    if (left < 0) {
      throw new ExceededException();
    }
  }

  private List<Hidden> expand(Deque<Hidden> pending) throws ExceededException {
    List<Hidden> out = new ArrayList<>();
    while (!pending.isEmpty()) {
      Hidden token = pending.pop();
      List<Definition> all = definitions.get(token.text());
      if (excessive.contains(token.text())) {
        throw new ExceededException();
      }
      if (all == null || token.by().contains(token.text())) {
        out.add(token);
        continue;
      }
      List<Hidden> made = new ArrayList<>();
      boolean callable = pending.peek() != null && pending.element().text().equals("(");
      List<List<Hidden>> arguments = null;
      boolean replaced = false;
      for (Definition each : all) {
        if (each.parameters() == null) {
          made.addAll(replacement(each, List.of(), added(token.by(), token.text())));
          replaced = true;
        } else if (callable || arguments != null) {
          if (arguments == null) {
            arguments = arguments(pending);
            callable = false;
          }
          made.addAll(replacement(each, arguments, added(token.by(), token.text())));
          replaced = true;
        }
      }
      if (!replaced) {
        out.add(token);
        continue;
      }
      for (int index = made.size() - 1; index >= 0; index--) {
        pending.push(made.get(index));
      }
    }
    return out;
  }

  private Set<String> added(Set<String> names, String name) throws ExceededException {
    spend(names.size() / DEPTH);
    Set<String> all = new HashSet<>(names);
    all.add(name);
    return all;
  }

  /// The arguments of a call, whose opening bracket comes next.
  private static List<List<Hidden>> arguments(Deque<Hidden> pending) {
    List<List<Hidden>> arguments = new ArrayList<>();
    List<Hidden> argument = new ArrayList<>();
    int depth = 0;
    while (!pending.isEmpty()) {
      Hidden token = pending.pop();
      String text = token.text();
      if (text.equals("(") && depth++ == 0) {
        continue;
      }
      if (text.equals(")") && --depth == 0) {
        break;
      }
      if (text.equals(",") && depth == 1) {
        arguments.add(argument);
        argument = new ArrayList<>();
      } else {
        argument.add(token);
      }
    }
    arguments.add(argument);
    return arguments;
  }

  /// What a macro is replaced by.
  ///
  /// @param by what is not expanded in it
  private List<Hidden> replacement(Definition macro, List<List<Hidden>> arguments, Set<String> by)
      throws ExceededException {
    List<Hidden> made = new ArrayList<>();
    Map<Integer, List<Hidden>> expanded = new HashMap<>();
    List<String> body = macro.body();
    for (int at = 0; at < body.size(); at++) {
      String text = body.get(at);
      boolean pastes = at > 0 && body.get(at - 1).equals("##");
      boolean pasted = at + 1 < body.size() && body.get(at + 1).equals("##");
      if (text.equals("##")) {
        continue;
      }
      int parameter = macro.parameters() == null ? -1 : macro.parameters().indexOf(text);
      List<Hidden> tokens;
      if (parameter < 0) {
        tokens = List.of(new Hidden(text, Set.of()));
      } else if (pastes || pasted) {
        tokens = argument(macro, arguments, parameter);
      } else {
        List<Hidden> known = expanded.get(parameter);
        if (known == null) {
          known = expand(new ArrayDeque<>(argument(macro, arguments, parameter)));
          expanded.put(parameter, known);
        }
        tokens = known;
      }
      append(made, tokens, by, pastes);
    }
    return made;
  }

  /// The last parameter of a macro with `...` takes all further arguments.
  private static List<Hidden> argument(
      Definition macro, List<List<Hidden>> arguments, int parameter) {
    List<String> parameters = macro.parameters();
    boolean takesRest =
        parameters != null && macro.variadic() && parameter == parameters.size() - 1;
    if (!takesRest) {
      return parameter < arguments.size() ? arguments.get(parameter) : List.of();
    }
    List<Hidden> rest = new ArrayList<>();
    for (int index = parameter; index < arguments.size(); index++) {
      rest.addAll(arguments.get(index));
    }
    return rest;
  }

  private void append(List<Hidden> made, List<Hidden> tokens, Set<String> by, boolean pastes)
      throws ExceededException {
    spend(tokens.size());
    boolean joins = pastes && !made.isEmpty();
    for (Hidden each : tokens) {
      Set<String> hidden = by;
      if (!by.containsAll(each.by())) {
        spend((by.size() + each.by().size()) / DEPTH);
        hidden = new HashSet<>(by);
        hidden.addAll(each.by());
      }
      if (joins) {
        String joined = made.removeLast().text() + each.text();
        spend(joined.length() / DEPTH);
        made.add(new Hidden(joined, hidden));
        joins = false;
      } else {
        made.add(new Hidden(each.text(), hidden));
      }
    }
  }
}
