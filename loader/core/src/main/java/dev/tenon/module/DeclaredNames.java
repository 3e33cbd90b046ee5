package dev.tenon.module;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The names of one module instance that its descriptor declares without a value: deprecated ones
/// and submodules that are imported when they are wanted. They are asked for only when the raw
/// namespace has no such name, so that other reads pay nothing for them.
final class DeclaredNames {

  private final Map<String, ModuleSlot.DeprecatedName> deprecated = new LinkedHashMap<>();
  private final Set<String> submodules = new LinkedHashSet<>();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  private DeclaredNames(ModuleDef def) {
    for (ModuleSlot.DeprecatedName slot : def.slots(ModuleSlot.DeprecatedName.class)) {
      deprecated.put(slot.name(), slot);
    }
    for (ModuleSlot.LazySubmodule slot : def.slots(ModuleSlot.LazySubmodule.class)) {
      submodules.add(slot.name());
    }
  }

  /// The declared names of a new instance, or null if its descriptor declares none.
  static @Nullable DeclaredNames of(ModuleDef def) {
    return def.declaresNames() ? new DeclaredNames(def) : null;
  }

  /// The submodules that `dir` lists although they may not be imported yet. Deprecated names are
  /// not listed, so that completion does not offer them.
  Set<String> submodules() {
    return submodules;
  }

  /// The value of a declared name or [Namespace#ABSENT].
  ///
  /// @throws dev.tenon.error.ImportException if a declared submodule cannot be imported
  @Nullable Object find(ModuleObject module, String attribute) {
    ModuleSlot.DeprecatedName old = deprecated.get(attribute);
    if (old != null) {
      return findDeprecated(module, old);
    }
    ModuleOwner owner = module.owner();
    return owner != null && submodules.contains(attribute)
        ? owner.importByName(fullName(module) + "." + attribute)
        : Namespace.ABSENT;
  }

  private @Nullable Object findDeprecated(ModuleObject module, ModuleSlot.DeprecatedName old) {
    Object value = module.getOrDefault(old.replacement(), Namespace.ABSENT);
    if (value != Namespace.ABSENT) {
      warn(module, old);
    }
    return value;
  }

  private void warn(ModuleObject module, ModuleSlot.DeprecatedName old) {
    ModuleOwner owner = module.owner();
    if (owner == null) {
      return;
    }
    String place = Caller.place();
    if (warned.add(old.name() + "@" + place)) {
      String text =
          "%s.%s is deprecated; use %s.%s%s"
              .formatted(
                  fullName(module),
                  old.name(),
                  fullName(module),
                  old.replacement(),
                  old.note() == null ? "" : " (" + old.note() + ")");
      owner.warn(new Warning(Warning.Category.DEPRECATION, text, place));
    }
  }

  /// The name of the spec, since the module that runs as the main program is called `__main__`.
  private static String fullName(ModuleObject module) {
    return module.namespace().get("__spec__") instanceof ModuleSpec spec
        ? spec.name()
        : module.name();
  }
}
