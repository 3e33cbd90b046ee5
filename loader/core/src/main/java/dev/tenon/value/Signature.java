// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The signature of a typed function, written `(state, i64, str) -> f64`.
///
/// @param parameters the types of all parameters, those that the host fills in included
/// @param result the type of the result
public record Signature(List<ValueType> parameters, ValueType result) {

  private static final Map<String, ValueType> TYPES =
      Arrays.stream(ValueType.values())
          .collect(Collectors.toUnmodifiableMap(ValueType::label, type -> type));

  /// A signature.
  ///
  /// @throws IllegalArgumentException if a parameter is `void`, if `self` comes behind parameters
  ///   that callers pass, or if the result is `buffer`, `self`, `state` or `context`
  public Signature {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(result, "result");
    parameters = List.copyOf(parameters);
    if (parameters.contains(ValueType.VOID)) {
      throw new IllegalArgumentException("a parameter cannot be void");
    }
    if (hasLateSelf(parameters)) {
      throw new IllegalArgumentException("self cannot come behind a parameter that callers pass");
    }
    if (!isResult(result)) {
      throw new IllegalArgumentException("a result cannot be " + result.label());
    }
  }

  /// Reads a signature.
  ///
  /// @throws ValueError if the text is no signature; the message names the column, counted from 1
  public static Signature parse(String text) {
    return new Parser(text).parse();
  }

  private static boolean hasLateSelf(List<ValueType> parameters) {
    boolean isBehindVisible = false;
    for (ValueType type : parameters) {
      if (isBehindVisible && type == ValueType.SELF) {
        return true;
      }
      isBehindVisible |= !type.isImplicit();
    }
    return false;
  }

  private static boolean isResult(ValueType type) {
    return !type.isMemory() && type != ValueType.SELF && !type.isImplicit();
  }

  /// The types of the parameters that a caller passes; that of a method begins with `self`.
  public List<ValueType> visibleParameters() {
    return parameters.stream().filter(type -> !type.isImplicit()).toList();
  }

  /// The signature as callers see it: without what the host fills in, and without `self`.
  public String callText() {
    return visibleParameters().stream()
            .filter(type -> type != ValueType.SELF)
            .map(ValueType::label)
            .collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + result.label();
  }

  /// Whether the function is a method of a resource.
  public boolean hasSelf() {
    return parameters.contains(ValueType.SELF);
  }

  /// How callers count a visible parameter: from 1, without `self`.
  public int positionOf(int visibleIndex) {
    return hasSelf() ? visibleIndex : visibleIndex + 1;
  }

  /// The Java type of a handle with this signature, without the parameters the host fills in.
  public MethodType carrierType() {
    return MethodType.methodType(
        result.carrier(), visibleParameters().stream().<Class<?>>map(ValueType::carrier).toList());
  }

  /// Whether the function gets the context, and can therefore fail.
  public boolean canFail() {
    return parameters.contains(ValueType.CONTEXT);
  }

  @Override
  public String toString() {
    return parameters.stream().map(ValueType::label).collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + result.label();
  }

  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    Signature parse() {
      List<ValueType> parameters = new ArrayList<>();
      expect("(");
      if (!accept(")")) {
        do {
          skipBlanks();
          int start = position;
          parameters.add(type(false));
          if (hasLateSelf(parameters)) {
            position = start;
            throw fault("no self behind a parameter that callers pass");
          }
        } while (accept(","));
        expect(")");
      }
      expect("->");
      ValueType result = type(true);
      skipBlanks();
      if (position < text.length()) {
        throw fault("the end of the signature");
      }
      return new Signature(parameters, result);
    }

    private ValueType type(boolean asResult) {
      skipBlanks();
      int start = position;
      while (position < text.length() && Character.isLetterOrDigit(text.charAt(position))) {
        position++;
      }
      if (text.startsWith("[]", position)) {
        position += 2;
      }
      ValueType type = TYPES.get(text.substring(start, position));
      if (type == null || !(asResult ? isResult(type) : type != ValueType.VOID)) {
        position = start;
        throw fault(
            asResult
                ? "a result type (%s)".formatted(labels(Signature::isResult))
                : "a parameter type (%s)".formatted(labels(each -> each != ValueType.VOID)));
      }
      return type;
    }

    private static String labels(Predicate<ValueType> wanted) {
      return Arrays.stream(ValueType.values())
          .filter(wanted)
          .map(ValueType::label)
          .collect(Collectors.joining(", "));
    }

    private boolean accept(String token) {
      skipBlanks();
      boolean present = text.startsWith(token, position);
      if (present) {
        position += token.length();
      }
      return present;
    }

    private void expect(String token) {
      if (!accept(token)) {
        throw fault("'" + token + "'");
      }
    }

    private void skipBlanks() {
      while (position < text.length() && text.charAt(position) == ' ') {
        position++;
      }
    }

    private ValueError fault(String expected) {
      String found = position < text.length() ? "'" + text.substring(position) + "'" : "its end";
      return new ValueError(
          "cannot read the signature %s: found %s at column %d, expected %s"
              .formatted(Escapes.quoted(text), found, position + 1, expected));
    }
  }
}
