// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.RecordLayout;
import java.math.BigInteger;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTCastExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTLiteralExpression;
import org.eclipse.cdt.core.dom.ast.IASTTypeId;
import org.eclipse.cdt.core.dom.ast.IASTTypeIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IEnumerator;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;
import org.jspecify.annotations.Nullable;

/// Computes constant expressions with C's types and conversions.
public final class ConstantReader {

  private final TypeReader types;

  ConstantReader(TypeReader types) {
    this.types = types;
  }

  /// An integer; empty for what is no integer constant expression.
  public Optional<Long> integer(@Nullable IASTExpression expression) {
    return value(expression) instanceof Constant.Whole whole
        ? Optional.of(whole.value().longValue())
        : Optional.empty();
  }

  /// The value of an expression; null for what is no constant.
  public @Nullable Constant value(@Nullable IASTExpression expression) {
    return switch (expression) {
      case IASTLiteralExpression literal -> LiteralReader.read(literal, types.layouts().model());
      case IASTUnaryExpression unary -> unary(unary);
      case IASTBinaryExpression binary -> binary(binary);
      case IASTConditionalExpression choice -> choice(choice);
      case IASTCastExpression cast -> cast(cast);
      case IASTTypeIdExpression sizeof
          when sizeof.getOperator() == IASTTypeIdExpression.op_sizeof ->
          measured(sizeof.getTypeId(), false);
      case IASTTypeIdExpression alignof
          when alignof.getOperator() == IASTTypeIdExpression.op_alignof ->
          measured(alignof.getTypeId(), true);
      case IASTIdExpression id when id.getName().resolveBinding() instanceof IEnumerator each ->
          enumerator(each.getName());
      case null, default -> null;
    };
  }

  /// The value of an enumerator; null if it is not known.
  public @Nullable Constant enumerator(String name) {
    BigInteger value = types.enumerations().value(name);
    return value == null
        ? null
        : new Constant.Whole(value, types.enumerations().kindOfValue(value));
  }

  private @Nullable Constant unary(IASTUnaryExpression unary) {
    Constant operand = value(unary.getOperand());
    return switch (unary.getOperator()) {
      case IASTUnaryExpression.op_bracketedPrimary -> operand;
      case IASTUnaryExpression.op_plus -> operand instanceof Constant.Text ? null : operand;
      case IASTUnaryExpression.op_minus -> negated(operand);
      case IASTUnaryExpression.op_not ->
          operand == null ? null : Constant.Whole.of(!operand.isTrue());
      case IASTUnaryExpression.op_tilde ->
          operand instanceof Constant.Whole whole
              ? wrapped(whole.value().not(), promoted(whole.kind()))
              : null;
      case IASTUnaryExpression.op_amper -> address(unary.getOperand());
      case IASTUnaryExpression.op_sizeof -> sizeOfPlace(unary.getOperand());
      default -> null;
    };
  }

  /// The address of a member of a struct at a constant address, which is what `offsetof` is.
  private @Nullable Constant address(IASTExpression expression) {
    Place place = place(expression);
    return place == null ? null : wrapped(BigInteger.valueOf(place.address()), NumberKind.ULLONG);
  }

  private @Nullable Constant sizeOfPlace(IASTExpression expression) {
    Place place = place(expression);
    return place == null || !types.layouts().isComplete(place.type())
        ? null
        : wrapped(BigInteger.valueOf(types.layouts().sizeOf(place.type())), NumberKind.ULLONG);
  }

  /// A place in memory.
  private record Place(long address, CType type) {}

  /// The place of a member, of an element of one, or of what a constant pointer points to.
  private @Nullable Place place(IASTExpression expression) {
    return switch (expression) {
      case IASTUnaryExpression bracketed
          when bracketed.getOperator() == IASTUnaryExpression.op_bracketedPrimary ->
          place(bracketed.getOperand());
      case IASTUnaryExpression star when star.getOperator() == IASTUnaryExpression.op_star ->
          pointed(star.getOperand());
      case IASTFieldReference field -> {
        Place owner =
            field.isPointerDereference()
                ? pointed(field.getFieldOwner())
                : place(field.getFieldOwner());
        yield owner == null ? null : member(owner, field.getFieldName().toString());
      }
      case IASTArraySubscriptExpression element -> {
        Place array = place(element.getArrayExpression());
        yield array != null
                && array.type() instanceof CType.Array known
                && element.getArgument() instanceof IASTExpression index
                && value(index) instanceof Constant.Whole number
                && types.layouts().isComplete(known.element())
            ? new Place(
                array.address()
                    + number.value().longValue() * types.layouts().sizeOf(known.element()),
                known.element())
            : null;
      }
      default -> null;
    };
  }

  private @Nullable Place member(Place owner, String name) {
    if (owner.type() instanceof CType.Struct struct && types.layouts().isComplete(struct)) {
      RecordLayout.Place member = types.layouts().layout(struct).places().get(name);
      if (member != null && !member.isBitField()) {
        return new Place(owner.address() + member.offset(), member.type());
      }
    }
    return null;
  }

  private @Nullable Place pointed(IASTExpression expression) {
    if (expression instanceof IASTUnaryExpression bracketed
        && bracketed.getOperator() == IASTUnaryExpression.op_bracketedPrimary) {
      return pointed(bracketed.getOperand());
    }
    try {
      if (expression instanceof IASTCastExpression cast
          && value(cast.getOperand()) instanceof Constant.Whole address
          && types.read(CVisitor.createType(cast.getTypeId().getAbstractDeclarator()))
              instanceof CType.Pointer pointer) {
        return new Place(address.value().longValue(), pointer.target());
      }
    } catch (UnsupportedTypeException _) {
      return null;
    }
    return null;
  }

  private @Nullable Constant negated(@Nullable Constant operand) {
    return switch (operand) {
      case Constant.Whole whole -> wrapped(whole.value().negate(), promoted(whole.kind()));
      case Constant.Real real -> new Constant.Real(-real.value());
      case null, default -> null;
    };
  }

  private Constant.Whole wrapped(BigInteger value, NumberKind kind) {
    return Constant.Whole.wrapped(value, kind, model());
  }

  DataModel model() {
    return types.layouts().model();
  }

  private NumberKind promoted(NumberKind kind) {
    return model().sizeOf(kind) < model().sizeOf(NumberKind.INT) ? NumberKind.INT : kind;
  }

  private @Nullable Constant choice(IASTConditionalExpression choice) {
    Constant condition = value(choice.getLogicalConditionExpression());
    if (condition == null) {
      return null;
    }
    return value(
        condition.isTrue()
            ? choice.getPositiveResultExpression()
            : choice.getNegativeResultExpression());
  }

  private @Nullable Constant cast(IASTCastExpression cast) {
    try {
      Constant operand = value(cast.getOperand());
      CType type = types.read(CVisitor.createType(cast.getTypeId().getAbstractDeclarator()));
      return switch (type) {
        case CType.Arithmetic number when number.kind().isInteger() ->
            switch (operand) {
              case Constant.Whole whole -> wrapped(whole.value(), number.kind());
              case Constant.Real real ->
                  wrapped(BigInteger.valueOf((long) real.value()), number.kind());
              case null, default -> null;
            };
        case CType.Arithmetic _ -> operand == null ? null : real(operand);
        case CType.Pointer pointer ->
            switch (operand) {
              case Constant.Whole whole -> wrapped(whole.value(), NumberKind.LLONG);
              case Constant.Text text
                  when pointer.target() instanceof CType.Arithmetic number
                      && number.kind().isCharacter() ->
                  text;
              case null, default -> null;
            };
        default -> null;
      };
    } catch (UnsupportedTypeException _) {
      return null;
    }
  }

  private @Nullable Constant measured(IASTTypeId id, boolean alignment) {
    try {
      IType written = CVisitor.createType(id.getAbstractDeclarator());
      CType type = types.read(written);
      if (!types.layouts().isComplete(type)) {
        return null;
      }
      long bytes = alignment ? types.alignmentOf(written, type) : types.layouts().sizeOf(type);
      return wrapped(BigInteger.valueOf(bytes), NumberKind.ULLONG);
    } catch (UnsupportedTypeException _) {
      return null;
    }
  }

  private static Constant.@Nullable Real real(Constant constant) {
    return switch (constant) {
      case Constant.Whole whole -> new Constant.Real(whole.value().doubleValue());
      case Constant.Real real -> real;
      case Constant.Text _ -> null;
    };
  }

  private @Nullable Constant binary(IASTBinaryExpression binary) {
    Constant left = value(binary.getOperand1());
    int operator = binary.getOperator();
    if (left != null && operator == IASTBinaryExpression.op_logicalAnd && !left.isTrue()) {
      return Constant.Whole.of(false);
    }
    if (left != null && operator == IASTBinaryExpression.op_logicalOr && left.isTrue()) {
      return Constant.Whole.of(true);
    }
    Constant right = value(binary.getOperand2());
    if (left instanceof Constant.Whole one && right instanceof Constant.Whole other) {
      return whole(operator, one, other);
    }
    if (left == null || right == null) {
      return null;
    }
    Constant.Real one = real(left);
    Constant.Real other = real(right);
    return one == null || other == null ? null : real(operator, one.value(), other.value());
  }

  private @Nullable Constant whole(int operator, Constant.Whole left, Constant.Whole right) {
    NumberKind kind = common(promoted(left.kind()), promoted(right.kind()));
    BigInteger one = wrapped(left.value(), kind).value();
    BigInteger other = wrapped(right.value(), kind).value();
    boolean divides =
        operator == IASTBinaryExpression.op_divide || operator == IASTBinaryExpression.op_modulo;
    if (divides && other.signum() == 0) {
      return null;
    }
    return switch (operator) {
      case IASTBinaryExpression.op_multiply -> wrapped(one.multiply(other), kind);
      case IASTBinaryExpression.op_divide -> wrapped(one.divide(other), kind);
      case IASTBinaryExpression.op_modulo -> wrapped(one.remainder(other), kind);
      case IASTBinaryExpression.op_plus -> wrapped(one.add(other), kind);
      case IASTBinaryExpression.op_minus -> wrapped(one.subtract(other), kind);
      case IASTBinaryExpression.op_shiftLeft -> shifted(left, right, false);
      case IASTBinaryExpression.op_shiftRight -> shifted(left, right, true);
      case IASTBinaryExpression.op_binaryAnd -> wrapped(one.and(other), kind);
      case IASTBinaryExpression.op_binaryOr -> wrapped(one.or(other), kind);
      case IASTBinaryExpression.op_binaryXor -> wrapped(one.xor(other), kind);
      default -> compared(operator, one.compareTo(other), left.isTrue(), right.isTrue());
    };
  }

  private @Nullable Constant shifted(Constant.Whole left, Constant.Whole right, boolean toRight) {
    NumberKind kind = promoted(left.kind());
    int most = model().sizeOf(kind) * 8 - 1;
    if (right.value().signum() < 0 || right.value().compareTo(BigInteger.valueOf(most)) > 0) {
      return null;
    }
    int count = right.value().intValue();
    return wrapped(toRight ? left.value().shiftRight(count) : left.value().shiftLeft(count), kind);
  }

  private static @Nullable Constant real(int operator, double left, double right) {
    return switch (operator) {
      case IASTBinaryExpression.op_multiply -> new Constant.Real(left * right);
      case IASTBinaryExpression.op_divide -> new Constant.Real(left / right);
      case IASTBinaryExpression.op_plus -> new Constant.Real(left + right);
      case IASTBinaryExpression.op_minus -> new Constant.Real(left - right);
      default -> compared(operator, Double.compare(left, right), left != 0, right != 0);
    };
  }

  private static @Nullable Constant compared(int operator, int order, boolean left, boolean right) {
    return switch (operator) {
      case IASTBinaryExpression.op_lessThan -> Constant.Whole.of(order < 0);
      case IASTBinaryExpression.op_greaterThan -> Constant.Whole.of(order > 0);
      case IASTBinaryExpression.op_lessEqual -> Constant.Whole.of(order <= 0);
      case IASTBinaryExpression.op_greaterEqual -> Constant.Whole.of(order >= 0);
      case IASTBinaryExpression.op_equals -> Constant.Whole.of(order == 0);
      case IASTBinaryExpression.op_notequals -> Constant.Whole.of(order != 0);
      case IASTBinaryExpression.op_logicalAnd -> Constant.Whole.of(left && right);
      case IASTBinaryExpression.op_logicalOr -> Constant.Whole.of(left || right);
      default -> null;
    };
  }

  /// The type in which two promoted integers are worked on: the wider one, of two equally wide ones
  /// the unsigned one.
  private NumberKind common(NumberKind left, NumberKind right) {
    int difference = model().sizeOf(left) - model().sizeOf(right);
    if (difference != 0) {
      return difference > 0 ? left : right;
    }
    return left.isSigned() ? right : left;
  }
}
