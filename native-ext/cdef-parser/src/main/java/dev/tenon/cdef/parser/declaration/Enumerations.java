// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.input.Escapes;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.jspecify.annotations.Nullable;

/// Computes the values of enumerators and the integer types of enumerations, as GCC and Clang
/// choose them.
public final class Enumerations {

  private static final List<NumberKind> UNSIGNED =
      List.of(NumberKind.UCHAR, NumberKind.USHORT, NumberKind.UINT, NumberKind.ULLONG);
  private static final List<NumberKind> SIGNED =
      List.of(NumberKind.SCHAR, NumberKind.SHORT, NumberKind.INT, NumberKind.LLONG);

  private final Definitions definitions;
  private final Preparation preparation;
  private final ConstantReader constants;
  private final Map<String, BigInteger> values = new HashMap<>();
  private final Map<IASTEnumerationSpecifier, String> faults = new HashMap<>();

  Enumerations(Definitions definitions, Preparation preparation, ConstantReader constants) {
    this.definitions = definitions;
    this.preparation = preparation;
    this.constants = constants;
  }

  /// The value of an enumerator; null if it is not known or not constant.
  @Nullable BigInteger value(String enumerator) {
    IASTEnumerationSpecifier body = definitions.ofEnumerator(enumerator);
    if (body != null) {
      evaluate(body);
    }
    return values.get(enumerator);
  }

  /// The values of an enumeration's enumerators.
  ///
  /// @throws UnsupportedTypeException if one of them is not constant
  public void check(IASTEnumerationSpecifier body) throws UnsupportedTypeException {
    evaluate(body);
    String fault = faults.get(body);
    if (fault != null && !fault.isEmpty()) {
      throw new UnsupportedTypeException(body, fault);
    }
  }

  private void evaluate(IASTEnumerationSpecifier body) {
    if (faults.putIfAbsent(body, "") != null) {
      return;
    }
    BigInteger next = BigInteger.ZERO;
    for (var each : body.getEnumerators()) {
      String name = each.getName().toString();
      if (each.getValue() != null) {
        if (!(constants.value(each.getValue()) instanceof Constant.Whole whole)) {
          faults.put(body, "the value of %s is not a constant".formatted(Escapes.quoted(name)));
          return;
        }
        next = whole.value();
      }
      if (next.bitLength() > Long.SIZE || (next.signum() < 0 && next.bitLength() >= Long.SIZE)) {
        faults.put(body, "the value of %s does not fit in 64 bits".formatted(Escapes.quoted(name)));
        return;
      }
      values.put(name, next);
      next = next.add(BigInteger.ONE);
    }
  }

  /// The integer type of an enumeration.
  ///
  /// @throws UnsupportedTypeException if no type holds all values, or one is not constant
  NumberKind kindOf(@Nullable IASTEnumerationSpecifier body) throws UnsupportedTypeException {
    if (body == null) {
      return NumberKind.UINT;
    }
    check(body);
    boolean packed =
        LayoutAttributes.read(
                preparation, constants, LayoutAttributes.Subject.ENUMERATION, List.of(body))
            .packed();
    BigInteger least = BigInteger.ZERO;
    BigInteger most = BigInteger.ZERO;
    for (var each : body.getEnumerators()) {
      BigInteger value = values.getOrDefault(each.getName().toString(), BigInteger.ZERO);
      least = least.min(value);
      most = most.max(value);
    }
    for (NumberKind kind : least.signum() < 0 ? SIGNED : UNSIGNED) {
      int bits = constants.model().sizeOf(kind) * 8;
      boolean fits =
          least.signum() < 0
              ? least.bitLength() < bits && most.bitLength() < bits
              : most.bitLength() <= bits;
      if (bits >= (packed ? 8 : Integer.SIZE) && fits) {
        return kind;
      }
    }
    throw new UnsupportedTypeException(
        body, "no integer type holds both %s and %s".formatted(least, most));
  }

  /// The type of an enumerator as an expression: `int` if the value fits.
  NumberKind kindOfValue(BigInteger value) {
    return value.bitLength() < Integer.SIZE
        ? NumberKind.INT
        : value.bitLength() < Long.SIZE ? NumberKind.LLONG : NumberKind.ULLONG;
  }
}
