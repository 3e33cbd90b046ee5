// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.source.ScriptPlaces;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.SourcePlace;
import java.util.Objects;
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

  /// Where an object is written: the line of a function in C, Java or a script, or the first line
  /// of a script. A function in C needs the debug information of its library (`cc -g`), one in Java
  /// that of its class. The source file of a class is looked for beside the classes; where it is
  /// not found, its path is the one from the root of the package.
  ///
  /// @return nothing if that cannot be found out
  /// @throws TypeError if it is neither a module nor defined by one
  public static Optional<SourcePlace> placeOf(@Nullable Object object) {
    Optional<String> file = sourceOf(object);
    return switch (object) {
      case FunctionObject function when !(object instanceof Attributed) -> function.place();
      case Defined _ when object instanceof Attributed attributed ->
          file.flatMap(script -> ScriptPlaces.find(script, nameOf(attributed)));
      case ModuleObject _ ->
          file.filter(ScriptPlaces::isScript).map(script -> new SourcePlace(script, 1));
      case null, default -> Optional.empty();
    };
  }

  /// Where a script defines something, by its name: the last definition in the outermost block
  /// counts.
  ///
  /// @param script the file
  /// @return nothing if the file is not a script or has no such definition
  public static Optional<SourcePlace> placeInScript(String script, String name) {
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(name, "name");
    return ScriptPlaces.find(script, name);
  }

  private static String nameOf(Attributed object) {
    try {
      return object.get("__name__") instanceof String name ? name : "";
    } catch (AttributeError _) {
      return "";
    }
  }
}
