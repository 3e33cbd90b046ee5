// SPDX-License-Identifier: Apache-2.0
package dev.tenon.registry;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which module object exists now, and who still holds values that it had earlier.
///
/// Earlier values are those of an execution before the last reload, and those of an earlier module
/// object of the same name that was taken out of `sys.modules`. They are recognized by identity, so
/// numbers, truth values, texts, enum constants and null, which have none, are left out; and only
/// values that are bound directly in the namespace of a registered module are seen.
///
/// @param module the object in `sys.modules`
/// @param names the names it is registered under, in the order of the registry
/// @param origin where it was loaded from, if known
/// @param executions how often a body was started for the first of its names, reloads and imports
///   of earlier objects included. A load that starts no body is not counted: that of a module that
///   was registered by hand, of a namespace package, of a lazy module before its first use, and a
///   reload of a module in C or Java, which stays as it is
/// @param stale where values of earlier executions are still bound
public record ModuleIdentity(
    @Nullable Object module,
    List<String> names,
    @Nullable String origin,
    int executions,
    List<StaleValue> stale) {

  /// An identity; it keeps copies of the lists.
  public ModuleIdentity {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(stale, "stale");
    names = List.copyOf(names);
    stale = List.copyOf(stale);
  }

  /// A value of an earlier execution of a module that another module still holds.
  ///
  /// @param holder the full name of the module that holds it
  /// @param name the name it is bound to there
  /// @param attribute the name it had in its own module; null if it is the earlier module object
  ///   itself
  /// @param execution the last execution, counted from 1, in which its module had this value
  /// @param value the value
  public record StaleValue(
      String holder,
      String name,
      @Nullable String attribute,
      int execution,
      @Nullable Object value) {
    public StaleValue {
      Objects.requireNonNull(holder, "holder");
      Objects.requireNonNull(name, "name");
    }
  }
}
