// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Sets the names of modules to None at the end of an interpreter, as CPython's `finalize_modules`
/// does, so that whoever still holds a module holds nothing else of the interpreter.
public final class NamespaceWipe {

  private NamespaceWipe() {}

  /// The modules to wipe, in order: those of the registry from the last to the first, then the ones
  /// that all others need. Modules of other interpreters are left out.
  public static List<ModuleObject> order(
      Collection<? extends @Nullable Object> registered,
      ModuleOwner owner,
      List<ModuleObject> needed) {
    List<ModuleObject> modules = new ArrayList<>();
    for (Object entry : registered) {
      if (entry instanceof ModuleObject module
          && ModuleOwner.of(module) == owner
          && !needed.contains(module)) {
        modules.add(module);
      }
    }
    Collections.reverse(modules);
    Set<ModuleObject> order = new LinkedHashSet<>(modules);
    order.addAll(needed);
    return List.copyOf(order);
  }

  /// Sets first the private names of a module to None, those that begin with one underscore, then
  /// the others.
  ///
  /// **Differs from CPython:** `__name__` stays beside `__builtins__`, so that errors can still
  /// name the module.
  public static void wipe(ModuleObject module) {
    wipe(module.namespace(), NamespaceWipe::isPrivate);
    wipe(module.namespace(), name -> !name.equals("__builtins__") && !name.equals("__name__"));
  }

  private static boolean isPrivate(String name) {
    return name.startsWith("_") && !name.startsWith("__");
  }

  private static void wipe(Map<String, @Nullable Object> namespace, Predicate<String> which) {
    for (String name : List.copyOf(namespace.keySet())) {
      if (which.test(name)) {
        namespace.put(name, null);
      }
    }
  }
}
