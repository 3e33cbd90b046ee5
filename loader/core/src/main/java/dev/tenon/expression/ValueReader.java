// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.error.kind.SyntaxError;
import dev.tenon.expression.Tokens.Kind;
import dev.tenon.expression.Tokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads expressions of the small language.
final class ValueReader {

  private static final String EXPECTED = "a value";

  /// How many attributes, calls and items may follow one value: each takes stack when it runs.
  private static final int LONGEST = 200;

  private final Tokens tokens;

  ValueReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /// Reads one expression.
  ///
  /// @throws SyntaxError if there is none
  Value read() {
    Value value = first();
    for (int parts = 0; parts <= LONGEST; parts++) {
      if (tokens.takeIf(".")) {
        value = new Target.Member(value, tokens.take(Kind.NAME, "the name of an attribute").text());
      } else if (tokens.takeIf("(")) {
        value = call(value);
      } else if (tokens.takeIf("[")) {
        value = new Target.Item(value, read());
        tokens.expect("]");
      } else {
        return value;
      }
    }
    throw tokens.refused(
        "too many attributes, calls and items of one value (more than %d)".formatted(LONGEST));
  }

  private Value first() {
    if (tokens.takeIf("[")) {
      List<Value> items = values("]");
      return scope -> Literals.list(items, scope);
    }
    if (tokens.takeIf("{")) {
      return map();
    }
    if (tokens.takeIf("(")) {
      Value value = read();
      tokens.expect(")");
      return value;
    }
    boolean isNegative = tokens.takeIf("-");
    if (isNegative || tokens.takeIf("+") || tokens.peek().kind() == Kind.NUMBER) {
      Token number = tokens.take(Kind.NUMBER, "a number");
      return constant(Literals.number(number.text(), isNegative, tokens));
    }
    return switch (tokens.peek().kind()) {
      case TEXT -> constant(Literals.text(tokens.take().text()));
      case BYTES -> constant(Literals.bytes(tokens.take().text()));
      case NAME -> named(tokens.take().text());
      default -> throw tokens.unexpected(EXPECTED);
    };
  }

  private static Value constant(@Nullable Object value) {
    return scope -> value;
  }

  private static Value named(String name) {
    return switch (name) {
      case "None" -> constant(null);
      case "True" -> constant(true);
      case "False" -> constant(false);
      default -> new Target.Name(name);
    };
  }

  private List<Value> values(String end) {
    List<Value> values = new ArrayList<>();
    while (!tokens.takeIf(end)) {
      values.add(read());
      if (!tokens.isNext(end)) {
        tokens.expect(",");
      }
    }
    return values;
  }

  private Value map() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    while (!tokens.takeIf("}")) {
      Value key = read();
      tokens.expect(":");
      entries.put(key, read());
      if (!tokens.isNext("}")) {
        tokens.expect(",");
      }
    }
    return scope -> Literals.map(entries, scope);
  }

  private Value call(Value callee) {
    List<Value> positional = new ArrayList<>();
    Map<String, Value> keywords = new LinkedHashMap<>();
    while (!tokens.takeIf(")")) {
      Value value = read();
      if (value instanceof Target.Name(String name) && tokens.takeIf("=")) {
        keywords.put(name, read());
      } else if (keywords.isEmpty()) {
        positional.add(value);
      } else {
        throw tokens.unexpected("arguments with names behind all others");
      }
      if (!tokens.isNext(")")) {
        tokens.expect(",");
      }
    }
    return new CallExpression(callee, positional, keywords);
  }
}
