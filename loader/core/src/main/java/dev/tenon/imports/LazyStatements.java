package dev.tenon.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The lazy import statements of one body (PEP 810): they bind names at once and import when a name
/// is read as an attribute of its module or as a bare name of running code. If [LazyMode#NONE] is
/// set, or the filter says so, they import at once. Who reads a mapping past both finds a
/// [dev.tenon.module.Deferred].
public final class LazyStatements {

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
  public @Nullable Object importModule(String name) {
    return bind(ModuleNames.top(name), name, List.of(), () -> eager.importModuleNow(name));
  }

  /// `lazy import name as alias`: binds the module itself.
  ///
  /// @return what was bound
  public @Nullable Object importModuleAs(String name, String alias) {
    return bind(alias, name, List.of(), () -> eager.importModuleAsNow(name));
  }

  /// `lazy from name import names`. The name may begin with dots.
  ///
  /// @return what was bound, by name
  public Map<String, @Nullable Object> importFrom(String name, String... names) {
    Map<String, @Nullable Object> bound = new LinkedHashMap<>();
    for (String attribute : names) {
      bound.put(attribute, importFromAs(name, attribute, attribute));
    }
    return bound;
  }

  /// `lazy from name import attribute as alias`.
  ///
  /// @return what was bound
  public @Nullable Object importFromAs(String name, String attribute, String alias) {
    return bind(alias, name, List.of(attribute), () -> eager.importFromNow(name, attribute));
  }

  private @Nullable Object bind(
      String bound, String name, List<String> fromList, Step<@Nullable Object> step) {
    String shown = fromList.isEmpty() ? name : name + "." + fromList.getFirst();
    Object value =
        mayBeLazy(name, fromList)
            ? new LazyImport(system, shown, step)
            : system.machinery().unchecked(name, step);
    binder.accept(bound, value);
    return value;
  }

  private boolean mayBeLazy(String name, List<String> fromList) {
    if (system.lazyMode() == LazyMode.NONE) {
      return false;
    }
    LazyFilter filter = system.lazyFilter();
    String importer = globals.get("__name__") instanceof String text ? text : null;
    return filter == null || filter.isLazy(importer, name, fromList);
  }
}
