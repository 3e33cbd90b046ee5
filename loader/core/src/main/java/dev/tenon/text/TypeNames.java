// SPDX-License-Identifier: Apache-2.0
package dev.tenon.text;

import dev.tenon.error.ErrorType;
import dev.tenon.error.TenonError;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of value types in messages, CPython's for the values that modules exchange.
public final class TypeNames {

  private TypeNames() {}

  /// The type name of a value: `"int"`, `"str"`, `"NoneType"`, or the Java class's simple name.
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "NoneType";
      case Boolean _ -> "bool";
      case Long _, Integer _, Short _, Byte _, BigInteger _ -> "int";
      case Double _, Float _ -> "float";
      case String _ -> "str";
      case byte[] _ -> "bytes";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "dict";
      case TenonCallable callable -> callable.typeName();
      case Attributed object -> object.typeName();
      case ErrorType _ -> "type";
      case TenonError error -> error.typeName();
      default -> value.getClass().getSimpleName();
    };
  }
}
