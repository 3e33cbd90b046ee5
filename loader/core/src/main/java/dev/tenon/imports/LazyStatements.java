// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.imports.load.Step;
import dev.tenon.imports.name.ModuleNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What [ImportStatements] does while its statements are lazy.
final class LazyStatements {

  private final ImportSystem system;
  private final Map<String, @Nullable Object> globals;
  private final BiConsumer<String, @Nullable Object> binder;
  private final ImportStatements eager;

  /// Lazy statements.
  ///
  /// @param eager does the imports
  LazyStatements(
      ImportSystem system,
      Map<String, @Nullable Object> globals,
      BiConsumer<String, @Nullable Object> binder,
      ImportStatements eager) {
    this.system = system;
    this.globals = globals;
    this.binder = binder;
    this.eager = eager;
  }

  /// `lazy import name`: binds the topmost package under its name.
  ///
  /// @return what was bound
  @Nullable Object importModule(String name) {
    boolean lazy = mayBeLazy(name, List.of());
    return bind(lazy, ModuleNames.top(name), name, () -> eager.importModuleNow(name));
  }

  /// `lazy import name as alias`: binds the module itself.
  ///
  /// @return what was bound
  @Nullable Object importModuleAs(String name, String alias) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(alias, "alias");
    boolean lazy = mayBeLazy(name, List.of());
    return bind(lazy, alias, name, () -> eager.importModuleAsNow(name));
  }

  /// `lazy from name import names`. The name may begin with dots.
  ///
  /// @return what was bound, by name
  Map<String, @Nullable Object> importFrom(String name, String... names) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(names, "names");
    boolean lazy = mayBeLazy(name, List.of(names));
    Map<String, @Nullable Object> bound = new LinkedHashMap<>();
    for (String attribute : names) {
      bound.put(attribute, bindFrom(lazy, name, attribute, attribute));
    }
    return bound;
  }

  /// `lazy from name import attribute as alias`.
  ///
  /// @return what was bound
  @Nullable Object importFromAs(String name, String attribute, String alias) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(alias, "alias");
    return bindFrom(mayBeLazy(name, List.of(attribute)), name, attribute, alias);
  }

  private @Nullable Object bindFrom(boolean lazy, String name, String attribute, String alias) {
    return bind(lazy, alias, name + "." + attribute, () -> eager.importFromNow(name, attribute));
  }

  private @Nullable Object bind(
      boolean lazy, String bound, String shown, Step<@Nullable Object> step) {
    Object value =
        lazy ? new LazyImport(system, shown, step) : system.machinery().unchecked(shown, step);
    binder.accept(bound, value);
    return value;
  }

  /// Asks the filter about a statement, once, with the name that it stands for.
  private boolean mayBeLazy(String name, List<String> fromList) {
    if (system.lazyMode() == LazyMode.NONE) {
      return false;
    }
    LazyFilter filter = system.lazyFilter();
    if (filter == null) {
      return true;
    }
    String importer = globals.get("__name__") instanceof String text ? text : null;
    int level = ModuleNames.level(name);
    String resolved =
        level == 0
            ? name
            : ModuleNames.resolve(
                name.substring(level), CallerPackage.of(globals, system.owner()), level);
    return system.machinery().callbacks().call(() -> filter.isLazy(importer, resolved, fromList));
  }
}
