// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.parser.preparation.Attribute;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.cdt.core.dom.ast.IASTAttribute;
import org.eclipse.cdt.core.dom.ast.IASTAttributeList;
import org.eclipse.cdt.core.dom.ast.IASTAttributeOwner;
import org.eclipse.cdt.core.dom.ast.IASTAttributeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.jspecify.annotations.Nullable;

/// What the attributes of one type, member or typedef say about its layout.
///
/// @param packed whether it has no padding
/// @param alignment the least alignment in bytes; 0 if none is given
/// @param mode the machine mode, such as `DI`, that replaces the type; empty without
public record LayoutAttributes(boolean packed, int alignment, String mode) {

  /// Nothing is said.
  static final LayoutAttributes NONE = new LayoutAttributes(false, 0, "");

  /// The largest alignment that a compiler accepts.
  private static final long MOST = 1 << 28;

  /// `aligned` without a number: the largest alignment of any type of the platform.
  private static final int LARGEST = 16;

  /// What the attributes belong to.
  public enum Subject {
    /// A struct or union.
    RECORD("struct or union"),
    /// An enumeration.
    ENUMERATION("enumeration"),
    /// A member.
    MEMBER("member"),
    /// A typedef.
    TYPEDEF("typedef"),
    /// A variable.
    VARIABLE("variable"),
    /// A function.
    FUNCTION("function");

    private final String text;

    Subject(String text) {
      this.text = text;
    }

    boolean takes(String attribute) {
      return switch (attribute) {
        case "packed" -> this == RECORD || this == ENUMERATION || this == MEMBER;
        case "aligned" -> this != ENUMERATION;
        default -> this == MEMBER || this == TYPEDEF || this == VARIABLE;
      };
    }
  }

  /// Reads the attributes of the nodes that together declare one thing.
  ///
  /// @throws UnsupportedTypeException if one of them is not understood
  static LayoutAttributes read(
      Preparation preparation,
      ConstantReader constants,
      Subject subject,
      List<? extends IASTAttributeOwner> owners)
      throws UnsupportedTypeException {
    boolean packed = false;
    int alignment = 0;
    String mode = "";
    for (IASTAttributeOwner owner : owners) {
      for (Attribute each : of(preparation, subject, owner)) {
        switch (each.name()) {
          case "packed" -> packed = true;
          case "aligned" ->
              alignment =
                  Math.max(
                      alignment,
                      each.number() == Attribute.NONE
                          ? LARGEST
                          : alignment(
                              constants.value(preparation.argument(each.number())),
                              each.toString(),
                              (IASTNode) owner));
          default -> mode = each.argument();
        }
      }
    }
    return new LayoutAttributes(packed, alignment, mode);
  }

  private static List<Attribute> of(
      Preparation preparation, Subject subject, IASTAttributeOwner owner)
      throws UnsupportedTypeException {
    List<Attribute> found = new ArrayList<>();
    for (IASTAttributeSpecifier specifier : owner.getAttributeSpecifiers()) {
      for (IASTAttribute written : ((IASTAttributeList) specifier).getAttributes()) {
        String name = new String(written.getName());
        if (!name.startsWith(Preparation.LIST)) {
          throw new UnsupportedTypeException(specifier, notUnderstood(name));
        }
        Preparation.Occurrence list = preparation.occurrence(name);
        for (Attribute each : list.attributes()) {
          if (!each.isHarmless()) {
            check(each, list, subject, specifier);
            found.add(each);
          }
        }
      }
    }
    return found;
  }

  private static void check(
      Attribute attribute, Preparation.Occurrence list, Subject subject, IASTNode place)
      throws UnsupportedTypeException {
    switch (attribute.name()) {
      case "packed", "aligned", "mode" -> {
        if (!subject.takes(attribute.name())) {
          throw new UnsupportedTypeException(
              place,
              "attribute %s has no effect on a %s; compilers ignore it: remove it"
                  .formatted(Escapes.quoted(attribute), subject.text));
        }
        if (list.leading() && subject == Subject.RECORD) {
          throw new UnsupportedTypeException(place, misplaced(attribute));
        }
      }
      default -> throw new UnsupportedTypeException(place, notUnderstood(attribute.toString()));
    }
  }

  /// The message for an attribute that may mean anything.
  static String notUnderstood(String attribute) {
    if (attribute.startsWith("vector_size") || attribute.startsWith("ext_vector_type")) {
      return "vectors are not supported: no value of a module is one";
    }
    return "attribute '%s' is not known and may change the layout, the values or how a function is called; remove it if it does not"
        .formatted(Escapes.inline(attribute));
  }

  /// The message for an attribute in a place where it is not read.
  static String misplaced(Attribute attribute) {
    return switch (attribute.name()) {
      case "packed", "aligned", "mode" ->
          "attribute '%s' is not understood here; write it behind the '}' of the type or behind the name of the member"
              .formatted(Escapes.inline(attribute));
      default -> notUnderstood(attribute.toString());
    };
  }

  /// An alignment that a declaration asks for.
  ///
  /// @throws UnsupportedTypeException if it is no power of two
  static int alignment(@Nullable Constant value, String text, IASTNode place)
      throws UnsupportedTypeException {
    if (value instanceof Constant.Whole whole
        && whole.value().bitCount() == 1
        && whole.value().signum() > 0
        && whole.value().bitLength() <= Long.SIZE - 1
        && whole.value().longValue() <= MOST) {
      return whole.value().intValue();
    }
    throw new UnsupportedTypeException(
        place,
        "the alignment in '%s' must be a constant power of two up to 2^28"
            .formatted(Escapes.inline(text)));
  }
}
