// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.value.IntegerRange;
import dev.tenon.cdef.value.Words;
import dev.tenon.input.Escapes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The condition of a result under which a function has failed, such as `result != 0`. It compares
/// as C does: with an unsigned type, `-1` is its largest value.
final class FailureCondition {

  private static final Pattern TERM =
      Pattern.compile("result\\s*(==|!=|<=|>=|<|>)\\s*(-?\\d+|NULL)");
  private static final int INT_BITS = 32;

  /// One comparison.
  private record Term(String operator, long number) {
    boolean holds(int order) {
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case ">" -> order > 0;
        case "<=" -> order <= 0;
        default -> order >= 0;
      };
    }
  }

  /// A condition that means nothing for its function.
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String expected;

    RefusedException(String found, String expected) {
      super(found);
      this.expected = expected;
    }

    String found() {
      return String.valueOf(getMessage());
    }

    String expected() {
      return expected;
    }
  }

  private final List<Term> terms;
  private final @Nullable IntegerRange range;
  private final boolean isReal;

  private FailureCondition(List<Term> terms, @Nullable IntegerRange range, boolean isReal) {
    this.terms = List.copyOf(terms);
    this.range = range;
    this.isReal = isReal;
  }

  /// Reads a condition.
  ///
  /// @param result the type of the result
  /// @throws RefusedException if the condition cannot be read, or is always or never true
  static FailureCondition of(String text, CType result, DataModel model) throws RefusedException {
    IntegerRange range =
        switch (result) {
          case CType.Arithmetic number when number.kind().isInteger() ->
              IntegerRange.of(number.kind(), model);
          case CType.Enumeration enumeration -> IntegerRange.of(enumeration.kind(), model);
          default -> null;
        };
    boolean isReal = result instanceof CType.Arithmetic && range == null;
    if (range == null && !isReal && !(result instanceof CType.Pointer)) {
      throw new RefusedException(
          "a condition of a result of type %s".formatted(Escapes.quoted(result)),
          "a function that returns a number or a pointer");
    }
    List<Term> terms = new ArrayList<>();
    for (String part : text.split("\\|\\|", -1)) {
      terms.add(term(part.strip(), range, isReal, result));
    }
    return new FailureCondition(terms, range, isReal);
  }

  private static Term term(String text, @Nullable IntegerRange range, boolean isReal, CType result)
      throws RefusedException {
    Matcher matcher = TERM.matcher(text);
    if (!matcher.matches()) {
      throw new RefusedException(
          "the condition %s".formatted(Escapes.quoted(text)),
          "'result' compared with a number, such as result != 0");
    }
    String operator = matcher.group(1);
    String written = matcher.group(2);
    boolean isEquality = operator.equals("==") || operator.equals("!=");
    if (written.equals("NULL")) {
      if (range != null || isReal) {
        throw new RefusedException(
            "a result of type %s compared with NULL".formatted(Escapes.quoted(result)),
            "a number, such as result != 0");
      }
      return pointerTerm(operator, 0, isEquality);
    }
    long number = number(written);
    if (range != null) {
      return wholeTerm(operator, number, range, result);
    }
    return isReal ? new Term(operator, number) : pointerTerm(operator, number, isEquality);
  }

  private static long number(String written) throws RefusedException {
    try {
      return Long.parseLong(written);
    } catch (NumberFormatException _) {
      throw new RefusedException(
          "the number %s".formatted(Escapes.quoted(written)), "a number of 64 bits");
    }
  }

  private static Term pointerTerm(String operator, long number, boolean isEquality)
      throws RefusedException {
    if (!isEquality) {
      throw new RefusedException(
          "a pointer compared with '%s'".formatted(operator), "'==' or '!=', as in result == NULL");
    }
    return new Term(operator, number);
  }

  private static Term wholeTerm(String operator, long number, IntegerRange range, CType result)
      throws RefusedException {
    boolean isEquality = operator.equals("==") || operator.equals("!=");
    boolean wraps = isEquality && !range.isSigned() && range.bits() >= INT_BITS && number < 0;
    long converted = wraps ? Words.narrowed(number, range) : number;
    BigInteger value = wraps ? whole(converted, range) : BigInteger.valueOf(number);
    BigInteger least = BigInteger.valueOf(range.least());
    BigInteger most = whole(range.most(), range);
    Term term = new Term(operator, converted);
    boolean atLeast = term.holds(least.compareTo(value));
    boolean inside = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    boolean isConstant = isEquality ? !inside : atLeast == term.holds(most.compareTo(value));
    if (isConstant) {
      throw new RefusedException(
          "the condition 'result %s %d' of a result of type %s, which is %s true"
              .formatted(operator, number, Escapes.quoted(result), atLeast ? "always" : "never"),
          "a comparison with a number from %d to %d".formatted(least, most));
    }
    return term;
  }

  private static BigInteger whole(long word, IntegerRange range) {
    return range.isSigned()
        ? BigInteger.valueOf(word)
        : new BigInteger(Long.toUnsignedString(word));
  }

  /// Whether a result, as it travelled, means a failure.
  boolean test(Object carrier) {
    return terms.stream().anyMatch(term -> isReal ? real(term, carrier) : whole(term, carrier));
  }

  private static boolean real(Term term, Object carrier) {
    double value = ((Number) carrier).doubleValue();
    // NaN differs from every number and is neither smaller nor larger.
    return Double.isNaN(value)
        ? term.operator().equals("!=")
        : term.holds(Double.compare(value == 0 ? 0.0 : value, (double) term.number()));
  }

  private boolean whole(Term term, Object carrier) {
    long word = ((Number) carrier).longValue();
    if (range == null) {
      return term.holds(Long.compare(word, term.number()));
    }
    long value = Words.narrowed(word, range);
    return term.holds(
        range.isSigned()
            ? Long.compare(value, term.number())
            : Long.compareUnsigned(value, term.number()));
  }
}
