// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.call.Callables;
import dev.tenon.code.Globals;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The import statements of one body: they resolve relative names by its globals and bind what they
/// import there. Like the statements of a language they go through the `__import__` of the builtins
/// that bare names of the body go on to: those that its globals name as `__builtins__`, else those
/// of the interpreter. It may have been replaced (IMP-17).
///
/// ```java
/// ImportStatements in = interpreter.imports().statementsOf(module);
/// in.importModule("os.path");                 // import os.path           binds os
/// in.importModuleAs("os.path", "p");          // import os.path as p      binds p
/// in.importFrom(".sibling", "a", "b");        // from .sibling import a, b
/// in.importAllFrom("shapes");                 // from shapes import *
/// ```
public final class ImportStatements {

  private final ImportSystem system;
  private final Map<String, @Nullable Object> globals;
  private final BiConsumer<String, @Nullable Object> binder;
  private final boolean bindInModule;
  private final boolean isLazy;

  private ImportStatements(
      ImportSystem system,
      Map<String, @Nullable Object> globals,
      BiConsumer<String, @Nullable Object> binder,
      boolean bindInModule,
      boolean isLazy) {
    this.system = system;
    this.globals = globals;
    this.binder = binder;
    this.bindInModule = bindInModule;
    this.isLazy = isLazy;
  }

  /// Statements whose globals are a mapping: names are bound in it.
  static ImportStatements in(ImportSystem system, Map<String, @Nullable Object> globals) {
    return new ImportStatements(system, globals, globals::put, false, false);
  }

  /// Statements whose globals are a module: names are bound as its attributes.
  static ImportStatements in(ImportSystem system, ModuleObject module) {
    return new ImportStatements(system, module.namespace(), module::set, true, false);
  }

  /// `import name`: imports a module and its parents and binds the topmost one under its name.
  ///
  /// @return what was bound
  public @Nullable Object importModule(String name) {
    if (areLazy()) {
      return lazyStatements().importModule(name);
    }
    Object top = importModuleNow(name);
    binder.accept(ModuleNames.top(name), top);
    return top;
  }

  @Nullable Object importModuleNow(String name) {
    return callImport(name, List.of(), 0);
  }

  /// `import name as alias`: binds the module itself.
  ///
  /// @return what was bound
  public @Nullable Object importModuleAs(String name, String alias) {
    Objects.requireNonNull(alias, "alias");
    if (areLazy()) {
      return lazyStatements().importModuleAs(name, alias);
    }
    Object module = importModuleAsNow(name);
    binder.accept(alias, module);
    return module;
  }

  @Nullable Object importModuleAsNow(String name) {
    Object module = callImport(name, List.of(), 0);
    int dot = name.indexOf('.');
    for (String step :
        dot < 0 ? List.<String>of() : List.of(name.substring(dot + 1).split("\\."))) {
      module = system.importFunction().take(module, step);
    }
    return module;
  }

  /// `from name import names`: takes attributes or submodules of a module and binds them. The name
  /// may begin with dots.
  ///
  /// @return what was bound, by name
  /// @throws ImportException if the module has no attribute and no submodule of a name
  public Map<String, @Nullable Object> importFrom(String name, String... names) {
    Objects.requireNonNull(names, "names");
    if (areLazy()) {
      return lazyStatements().importFrom(name, names);
    }
    Object module = importRelative(name, List.of(names));
    Map<String, @Nullable Object> taken = new LinkedHashMap<>();
    for (String attribute : names) {
      Object value = system.importFunction().take(module, attribute);
      taken.put(attribute, value);
      binder.accept(attribute, value);
    }
    return taken;
  }

  /// `from name import attribute as alias`.
  ///
  /// @return what was bound
  /// @throws ImportException if the module has no attribute and no submodule of that name
  public @Nullable Object importFromAs(String name, String attribute, String alias) {
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(alias, "alias");
    if (areLazy()) {
      return lazyStatements().importFromAs(name, attribute, alias);
    }
    Object value = importFromNow(name, attribute);
    binder.accept(alias, value);
    return value;
  }

  @Nullable Object importFromNow(String name, String attribute) {
    return system.importFunction().take(importRelative(name, List.of(attribute)), attribute);
  }

  private boolean areLazy() {
    return isLazy || (bindInModule && system.lazyMode() == LazyMode.ALL);
  }

  private LazyStatements lazyStatements() {
    return new LazyStatements(system, globals, binder, this);
  }

  /// The same statements in their lazy form (PEP 810): they bind names at once and import when a
  /// name is read as an attribute of its module or as a bare name of running code. If
  /// [LazyMode#NONE] is set, or the filter says so, they import at once. Who reads a mapping past
  /// both finds a [dev.tenon.value.Deferred].
  public ImportStatements lazy() {
    return new ImportStatements(system, globals, binder, bindInModule, true);
  }

  /// `from name import *`: binds what the module's `__all__` lists, or without one every name that
  /// does not begin with an underscore.
  ///
  /// @throws TypeError if a name that is listed is no text
  /// @throws ImportException from [#lazy] statements: what they would bind is not known before
  public void importAllFrom(String name) {
    if (isLazy) {
      throw new ImportException(
          "lazy from %s import * is not allowed".formatted(Escapes.inline(name)), name);
    }
    Object module = importRelative(name, List.of("*"));
    if (!(module instanceof ModuleObject object)) {
      throw new ImportException("from-import-* object has no __dict__ and no __all__", null);
    }
    boolean listed = object.has("__all__");
    List<? extends @Nullable Object> names =
        listed ? Items.of(object.get("__all__")) : new ArrayList<>(object.namespace().keySet());
    for (Object item : names) {
      if (!(item instanceof String attribute)) {
        throw new TypeError(
            "Item in %s.__all__ must be str, not %s".formatted(object.name(), TypeNames.of(item)));
      }
      if (listed || !attribute.startsWith("_")) {
        binder.accept(attribute, object.get(attribute));
      }
    }
  }

  private @Nullable Object importRelative(String name, List<String> fromList) {
    int level = ModuleNames.level(name);
    return callImport(name.substring(level), fromList, level);
  }

  private @Nullable Object callImport(String name, List<String> fromList, int level) {
    ImportFunction standard = system.importFunction();
    ModuleOwner owner = system.owner();
    Object function = Globals.builtin(globals, owner, "__import__", Namespace.ABSENT);
    if (function == standard) {
      return standard.importName(name, globals, fromList, level);
    }
    if (function == null && owner.isClosed()) {
      throw new InterpreterError(
          "cannot import %s: the interpreter is closed, and its builtins are gone"
              .formatted(Escapes.quoted(name)));
    }
    if (function == Namespace.ABSENT) {
      throw new ImportException("__import__ not found", name);
    }
    return Callables.of(function).call(name, globals, fromList, level);
  }
}
