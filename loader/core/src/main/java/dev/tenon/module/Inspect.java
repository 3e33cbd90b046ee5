package dev.tenon.module;

import dev.tenon.error.TypeError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers where modules and what they define come from, CPython's `inspect` for modules. The
/// answers follow `__impl_module__`, so that neither a changed `__module__` nor an
/// `__import_name__` leads astray.
public final class Inspect {

  private Inspect() {}

  /// The module whose code implements an object: a module itself, or for a function the module that
  /// made it (MAIN-12).
  ///
  /// @throws TypeError if it is neither a module nor defined by one
  public static ModuleObject implementationOf(@Nullable Object object) {
    return switch (object) {
      case ModuleObject module -> module;
      case Defined defined -> defined.module();
      case null, default ->
          throw new TypeError(
              "a module or function was expected, got %s".formatted(TypeNames.of(object)));
    };
  }

  /// The file that an object is implemented in.
  ///
  /// @return nothing if its module comes from no file
  /// @throws TypeError if it is neither a module nor defined by one
  public static Optional<String> sourceOf(@Nullable Object object) {
    ModuleObject module = implementationOf(object);
    return module.namespace().get("__spec__") instanceof ModuleSpec spec && spec.hasLocation()
        ? Optional.ofNullable(spec.origin())
        : Optional.ofNullable(module.namespace().get("__file__")).map(Object::toString);
  }
}
