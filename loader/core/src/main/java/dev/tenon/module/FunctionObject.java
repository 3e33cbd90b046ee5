// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import dev.tenon.value.TenonCallable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A function of a module, in whatever language it is written, or a method of a resource. It says
/// what it is by the attributes that a function of CPython has. Any thread may use it.
public interface FunctionObject extends TenonCallable, Defined {

  /// The `__name__` of the function.
  String name();

  /// The `__qualname__`: for a method, the name of its type comes first, `Counter.add`.
  default String qualifiedName() {
    return name();
  }

  /// The `__doc__` of the function.
  @Nullable String doc();

  /// The types of the function; null for a dynamic one.
  @Nullable Signature signature();

  /// Where the function is written; empty if that cannot be found out. It may read files.
  default Optional<SourcePlace> place() {
    return Optional.empty();
  }

  /// The `__self__`: the module of a function, the resource of a method.
  default Object self() {
    return module();
  }

  /// The `__text_signature__`: what callers pass, and what they get. `(…)` for a dynamic function.
  default String callText() {
    Signature types = signature();
    return types == null ? "(…)" : types.callText();
  }

  /// Reads one of the attributes.
  ///
  /// @throws AttributeError if there is none of the name
  default @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "__name__" -> name();
      case "__qualname__" -> qualifiedName();
      case "__doc__" -> doc();
      case "__module__" -> moduleName();
      case "__impl_module__" -> implModuleName();
      case "__self__" -> self();
      case "__text_signature__" -> callText();
      default ->
          throw new AttributeError(
              "'%s' object has no attribute '%s'".formatted(TypeNames.of(this), attribute),
              attribute,
              this);
    };
  }

  /// The names of the attributes, sorted.
  default List<String> attributes() {
    return List.of(
        "__doc__",
        "__impl_module__",
        "__module__",
        "__name__",
        "__qualname__",
        "__self__",
        "__text_signature__");
  }
}
