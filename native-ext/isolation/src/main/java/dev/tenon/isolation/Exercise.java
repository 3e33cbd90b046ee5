package dev.tenon.isolation;

import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an isolation check does with a module: calls of its functions and reads of its attributes,
/// in order, written as `add(40); next(); greet("you"); unit`. Arguments are whole numbers, numbers
/// with a point, texts in quotes, `True`, `False` and `None`.
public final class Exercise {

  private record Step(String name, @Nullable List<@Nullable Object> arguments) {
    @Nullable Object perform(ModuleObject module) {
      return arguments == null ? module.get(name) : module.call(name, arguments.toArray());
    }

    @Override
    public String toString() {
      return arguments == null
          ? name
          : name + "(" + String.join(", ", arguments.stream().map(Exercise::textOf).toList()) + ")";
    }
  }

  private final List<Step> steps;

  private Exercise(List<Step> steps) {
    this.steps = steps;
  }

  /// Reads an exercise.
  ///
  /// @throws IllegalArgumentException if it is none; the text shows where
  public static Exercise parse(String text) {
    return new Exercise(new Parser(text).steps());
  }

  /// Performs all steps, one after the other.
  ///
  /// @return what each gave or raised, as text
  List<String> perform(ModuleObject module) {
    return steps.stream().map(step -> step + " -> " + outcomeOf(step, module)).toList();
  }

  private static String outcomeOf(Step step, ModuleObject module) {
    try {
      return textOf(step.perform(module));
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static String textOf(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case String text -> "'" + text + "'";
      case byte[] bytes -> "bytes " + Arrays.toString(bytes);
      case Number number -> number.toString();
      case Boolean flag -> flag ? "True" : "False";
      case List<?> list -> list.stream().map(Exercise::textOf).toList().toString();
      // Other objects are told apart by their type alone: their identity differs by nature.
      default -> "a " + value.getClass().getSimpleName();
    };
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      do {
        skipSpace();
        if (at < text.length()) {
          steps.add(step());
        }
        skipSpace();
      } while (take(';'));
      if (at < text.length()) {
        throw wrong("';' or the end");
      }
      if (steps.isEmpty()) {
        throw wrong("a call such as next()");
      }
      return steps;
    }

    private Step step() {
      int start = at;
      while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw wrong("the name of a function or attribute");
      }
      String name = text.substring(start, at);
      skipSpace();
      return new Step(name, take('(') ? arguments() : null);
    }

    private List<@Nullable Object> arguments() {
      List<@Nullable Object> arguments = new ArrayList<>();
      skipSpace();
      if (take(')')) {
        return arguments;
      }
      do {
        skipSpace();
        arguments.add(argument());
        skipSpace();
      } while (take(','));
      if (!take(')')) {
        throw wrong("',' or ')'");
      }
      return arguments;
    }

    private @Nullable Object argument() {
      if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
        return quoted(text.charAt(at++));
      }
      int start = at;
      while (at < text.length() && ",); ".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(start, at);
      return switch (word) {
        case "None" -> null;
        case "True" -> true;
        case "False" -> false;
        default -> number(word, start);
      };
    }

    private Object number(String word, int start) {
      try {
        if (word.matches("[-+]?\\d+")) {
          return Long.parseLong(word);
        }
        return Double.parseDouble(word);
      } catch (NumberFormatException _) {
        at = start;
        throw wrong("a number, a text in quotes, True, False or None");
      }
    }

    private String quoted(char quote) {
      int end = text.indexOf(quote, at);
      if (end < 0) {
        throw wrong("a closing " + quote);
      }
      String content = text.substring(at, end);
      at = end + 1;
      return content;
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean take(char wanted) {
      boolean isThere = at < text.length() && text.charAt(at) == wanted;
      if (isThere) {
        at++;
      }
      return isThere;
    }

    private IllegalArgumentException wrong(String expected) {
      return new IllegalArgumentException(
          "cannot read the exercise '%s': found %s at column %d, expected %s"
              .formatted(
                  text,
                  at < text.length() ? "'" + text.charAt(at) + "'" : "its end",
                  at + 1,
                  expected));
    }
  }
}
