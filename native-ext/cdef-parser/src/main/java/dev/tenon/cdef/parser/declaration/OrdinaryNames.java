// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.input.Escapes;
import java.util.HashMap;
import java.util.Map;

/// The functions, variables, typedefs and enumerators of one text, which share one name space: a
/// name that is declared again must be declared the same.
final class OrdinaryNames {

  /// What a name stands for.
  enum Kind {
    /// A function.
    FUNCTION("a function"),
    /// A variable.
    VARIABLE("a variable"),
    /// A typedef.
    TYPEDEF("a typedef"),
    /// An enumerator.
    ENUMERATOR("an enumerator");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private record Meaning(Kind kind, CType type, boolean anyParameters, int line) {}

  private final Map<String, Meaning> meanings = new HashMap<>();

  private final DataModel model;

  OrdinaryNames(DataModel model) {
    this.model = model;
  }

  /// Adds a declaration.
  ///
  /// @param anyParameters whether it is a function whose list of parameters is empty, which says
  ///   nothing of them
  /// @return whether it is to be kept: a repeated one is not, unless it says more
  /// @throws UnsupportedTypeException if the name was declared as something else
  boolean add(String name, Kind kind, CType type, boolean anyParameters, int line)
      throws UnsupportedTypeException {
    Meaning now = new Meaning(kind, type, anyParameters, line);
    Meaning before = meanings.putIfAbsent(name, now);
    if (before == null) {
      return true;
    }
    if (before.kind() != kind || kind == Kind.ENUMERATOR) {
      throw new UnsupportedTypeException(
          "%s is %s%s; a name can be declared as one thing only"
              .formatted(Escapes.quoted(name), before.kind().text, where(before)));
    }
    if (!agree(before, now)) {
      throw new UnsupportedTypeException(
          "%s is declared as %s here, but as %s%s"
              .formatted(
                  Escapes.quoted(name),
                  Escapes.quoted(shown(name, type)),
                  Escapes.quoted(shown(name, before.type())),
                  where(before)));
    }
    boolean saysMore =
        (before.anyParameters() && !anyParameters) || (!isWhole(before.type()) && isWhole(type));
    if (saysMore) {
      meanings.put(name, now);
    }
    return saysMore;
  }

  private static String where(Meaning before) {
    return before.line() == 0 ? " of the standard headers" : " in line " + before.line();
  }

  private static String shown(String name, CType type) {
    return type instanceof CType.Function function ? function.text(name) : type.toString();
  }

  private static boolean isWhole(CType type) {
    return !(type instanceof CType.Array array) || array.length() != CType.Array.UNKNOWN;
  }

  private boolean agree(Meaning one, Meaning other) {
    if (one.type() instanceof CType.Function first
        && other.type() instanceof CType.Function second) {
      return first.result().equals(second.result())
          && (one.anyParameters() || other.anyParameters() || haveSameParameters(first, second));
    }
    if (one.type() instanceof CType.Array first && other.type() instanceof CType.Array second) {
      return first.element().equals(second.element())
          && (!isWhole(first) || !isWhole(second) || first.length() == second.length());
    }
    boolean ofStandard = one.line() == 0;
    return one.type().equals(other.type())
        || (ofStandard
            && one.type() instanceof CType.Arithmetic first
            && other.type() instanceof CType.Arithmetic second
            && first.kind().isInteger() == second.kind().isInteger()
            && model.sizeOf(first.kind()) == model.sizeOf(second.kind())
            && model.isSigned(first.kind()) == model.isSigned(second.kind()));
  }

  private static boolean haveSameParameters(CType.Function one, CType.Function other) {
    return one.variadic() == other.variadic()
        && one.parameters().stream()
            .map(each -> each.type())
            .toList()
            .equals(other.parameters().stream().map(each -> each.type()).toList());
  }
}
