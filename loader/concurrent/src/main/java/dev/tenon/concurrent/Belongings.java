// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.Interpreter;
import dev.tenon.error.ErrorType;
import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Deferred;
import dev.tenon.value.TenonCallable;
import org.jspecify.annotations.Nullable;

/// Determines what belongs to one interpreter.
final class Belongings {

  private Belongings() {}

  /// Why an object belongs to one interpreter, and what to do instead of passing it; null if it
  /// does not.
  static @Nullable String whyBound(@Nullable Object object) {
    return switch (object) {
      case null -> null;
      case ModuleObject module ->
          "module %s belongs to %s; import it by its name in the other one"
              .formatted(Escapes.quoted(module.name()), describe(ModuleOwner.of(module)));
      case ErrorType _ -> "a type belongs to its module; pass its name";
      case Resource resource ->
          "a %s belongs to the module that made it; pass the data that is wanted"
              .formatted(Escapes.quoted(resource.typeName()));
      case Defined function ->
          "%s belongs to %s; pass the names of its module and of itself"
              .formatted(object, describe(ModuleOwner.of(function.module())));
      case TenonCallable _ ->
          "a function runs with what it knows of its interpreter; pass the names of a module and"
              + " its function";
      case TenonError _ -> "an error has objects of its interpreter; pass its summary()";
      case Deferred _ -> "its value is not found yet; find it before it is passed";
      case Interpreter _, ModuleHost _ -> "an interpreter is no value of another one; pass a queue";
      default -> null;
    };
  }

  private static String describe(@Nullable ModuleOwner owner) {
    return owner == null ? "no interpreter" : owner.toString();
  }
}
