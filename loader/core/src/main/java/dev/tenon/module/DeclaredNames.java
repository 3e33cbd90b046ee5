// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.module.namespace.Namespace;
import dev.tenon.source.Caller;
import dev.tenon.value.Attributed;
import dev.tenon.value.Warning;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The names of one module instance that its descriptor declares without a value: deprecated ones
/// and submodules that are imported when they are wanted. They are asked for only when the raw
/// namespace has no such name, so that other reads pay nothing for them.
final class DeclaredNames {

  private final Map<String, Successor> deprecated;
  private final Set<String> submodules;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /// What to use instead of a deprecated name.
  record Successor(String name, @Nullable String note) {}

  DeclaredNames(Map<String, Successor> deprecated, Set<String> submodules) {
    this.deprecated = deprecated;
    this.submodules = submodules;
  }

  /// The submodules that `dir` lists although they may not be imported yet. Deprecated names are
  /// not listed, so that completion does not offer them.
  Set<String> submodules() {
    return submodules;
  }

  /// The value of a declared name or [Namespace#ABSENT].
  ///
  /// @param fullName the name of the module's spec, since the module that runs as the main program
  ///   is called `__main__`
  /// @throws dev.tenon.error.ImportException if a declared submodule cannot be imported
  @Nullable Object find(
      Attributed module, String fullName, @Nullable ModuleHost owner, String attribute) {
    Successor successor = deprecated.get(attribute);
    if (successor != null) {
      return findDeprecated(module, fullName, owner, attribute, successor);
    }
    return owner != null && submodules.contains(attribute)
        ? owner.importByName(fullName + "." + attribute)
        : Namespace.ABSENT;
  }

  private @Nullable Object findDeprecated(
      Attributed module,
      String fullName,
      @Nullable ModuleHost owner,
      String old,
      Successor successor) {
    Object value = module.getOrDefault(successor.name(), Namespace.ABSENT);
    if (value != Namespace.ABSENT && owner != null) {
      warn(fullName, owner, old, successor);
    }
    return value;
  }

  private void warn(String fullName, ModuleHost owner, String old, Successor successor) {
    String place = Caller.place();
    if (warned.add(old + "@" + place)) {
      String text =
          "%s.%s is deprecated; use %s.%s%s"
              .formatted(
                  fullName,
                  old,
                  fullName,
                  successor.name(),
                  successor.note() == null ? "" : " (" + successor.note() + ")");
      owner.warn(new Warning(Warning.Category.DEPRECATION, text, place));
    }
  }
}
