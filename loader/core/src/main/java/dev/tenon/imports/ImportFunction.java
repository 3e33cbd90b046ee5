// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.text.TypeNames;
import dev.tenon.value.TenonCallable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The import function of an interpreter, which its builtins module offers as `__import__`. Its
/// arguments are the name, the caller's globals (a namespace, a module or null), the from-list and
/// the level; all but the first may be left out.
final class ImportFunction implements TenonCallable {

  private final ImportSystem system;

  ImportFunction(ImportSystem system) {
    this.system = system;
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    if (arguments.length == 0 || arguments.length > 4) {
      throw new TypeError(
          "__import__() takes from 1 to 4 arguments (name, globals, fromlist, level), found %d"
              .formatted(arguments.length));
    }
    if (!(arguments[0] instanceof String name)) {
      throw new TypeError(
          "module name must be a string, found '%s'".formatted(TypeNames.of(arguments[0])));
    }
    return importName(
        name,
        globals(argument(arguments, 1)),
        fromList(argument(arguments, 2)),
        level(argument(arguments, 3)));
  }

  private static @Nullable Object argument(@Nullable Object[] arguments, int index) {
    return index < arguments.length ? arguments[index] : null;
  }

  private static List<? extends @Nullable Object> fromList(@Nullable Object names) {
    return names == null ? List.of() : Items.of(names);
  }

  private static int level(@Nullable Object level) {
    return switch (level) {
      case null -> 0;
      case Number number -> number.intValue();
      default ->
          throw new TypeError(
              "'%s' object cannot be interpreted as an integer".formatted(TypeNames.of(level)));
    };
  }

  @SuppressWarnings("unchecked") // It is only asked for names.
  private static Map<String, @Nullable Object> globals(@Nullable Object globals) {
    return switch (globals) {
      case null -> Map.of();
      case ModuleObject module -> module.namespace();
      case Map<?, ?> names -> (Map<String, @Nullable Object>) names;
      default ->
          throw new TypeError(
              "globals must be a dict or a module, found '%s'".formatted(TypeNames.of(globals)));
    };
  }

  /// Imports a module for a caller.
  ///
  /// @param globals the caller's names, by which relative names are resolved
  /// @param fromList the names that the caller wants to take from the module; submodules among them
  ///   are loaded
  /// @param level how many packages up the name starts; 0 for an absolute name
  /// @return the module if there is a from-list; else the package that the name begins with
  @Nullable Object importName(
      String name,
      Map<String, ? extends @Nullable Object> globals,
      List<? extends @Nullable Object> fromList,
      int level) {
    if (level < 0) {
      throw new ValueError("level must be >= 0");
    }
    if (level == 0 && name.isEmpty()) {
      throw new ValueError("Empty module name");
    }
    String absolute = level == 0 ? name : absoluteName(name, globals, level);
    Object module = system.importModule(absolute);
    if (fromList.isEmpty()) {
      return beginning(name, absolute, level, module);
    }
    if (module instanceof ModuleObject object && object.has("__path__")) {
      new FromList(system, object).load(fromList);
    }
    return module;
  }

  private String absoluteName(
      String name, Map<String, ? extends @Nullable Object> globals, int level) {
    return ModuleNames.resolve(name, CallerPackage.of(globals, system.owner()), level);
  }

  /// The package that the written name begins with.
  private @Nullable Object beginning(
      String name, String absolute, int level, @Nullable Object module) {
    String top = ModuleNames.top(name);
    if (top.length() == name.length()) {
      return module;
    }
    if (level == 0) {
      return system.importPackageOf(absolute, top);
    }
    String first = absolute.substring(0, absolute.length() - (name.length() - top.length()));
    if (!system.modules().contains(first)) {
      throw new KeyError("%s not in sys.modules as expected".formatted(Escapes.quoted(first)));
    }
    return system.modules().get(first);
  }

  /// Takes one name from what an import has given, as `from module import name` does: its
  /// attribute, else the submodule of that name.
  ///
  /// @throws ImportException if it has neither
  @Nullable Object take(@Nullable Object module, String name) {
    Object value =
        module instanceof ModuleObject object
            ? object.getOrDefault(name, Namespace.ABSENT)
            : Namespace.ABSENT;
    if (value == Namespace.ABSENT
        && module instanceof ModuleObject object
        && object.getOrDefault("__name__", null) instanceof String parent) {
      value = system.modules().getOrDefault(parent + "." + name, Namespace.ABSENT);
    }
    if (value == Namespace.ABSENT) {
      throw new MissingNames(system).missing(module, name);
    }
    return value;
  }

  @Override
  public String toString() {
    return "<built-in function __import__>";
  }
}
