// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.function.ModuleFunction;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.registry.ModuleIdentity;
import dev.tenon.registry.SysModules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes which module objects are registered and which values of their earlier executions other
/// modules hold. One pass over the namespaces of all registered modules.
public final class IdentityReport {

  private final SysModules modules;
  private final ExecutionHistory history;
  private final IdentityHashMap<Object, List<String>> namesByModule = new IdentityHashMap<>();
  private final List<@Nullable Object> inOrder = new ArrayList<>();
  private final IdentityHashMap<Object, Trace> traces = new IdentityHashMap<>();
  private final Map<String, List<ModuleIdentity.StaleValue>> stale = new LinkedHashMap<>();

  /// Where a value comes from.
  ///
  /// @param source the name of its module
  /// @param attribute its name there; null for the module object itself
  /// @param execution the last execution in which the module had it
  private record Trace(String source, @Nullable String attribute, int execution) {}

  private IdentityReport(SysModules modules, ExecutionHistory history) {
    this.modules = modules;
    this.history = history;
  }

  public static List<ModuleIdentity> of(SysModules modules, ExecutionHistory history) {
    IdentityReport report = new IdentityReport(modules, history);
    report.gatherModules();
    history.forEachEarlier(report::trace);
    report.inOrder.forEach(report::searchHolder);
    return report.inOrder.stream().map(report::identityOf).toList();
  }

  private void gatherModules() {
    modules
        .asMap()
        .forEach((name, module) -> {
          if (module != null) {
            namesByModule
                .computeIfAbsent(
                    module,
                    added -> {
                      inOrder.add(added);
                      return new ArrayList<>();
                    })
                .add(name);
          }
        });
  }

  /// Notes the values of an earlier execution that their module no longer has.
  private void trace(String source, ExecutionHistory.Earlier earlier) {
    Set<Object> current = currentValues(source);
    earlier
        .values()
        .forEach((attribute, reference) -> {
          Object value = reference.get();
          if (value != null && !current.contains(value)) {
            traces.put(value, new Trace(source, attribute, earlier.execution()));
          }
        });
    ModuleObject module = earlier.module().get();
    if (module != null && !namesByModule.containsKey(module)) {
      traces.put(module, new Trace(source, null, earlier.execution()));
    }
  }

  private Set<Object> currentValues(String source) {
    Set<Object> values = Collections.newSetFromMap(new IdentityHashMap<>());
    if (modules.get(source) instanceof ModuleObject module) {
      module.namespace().values().stream()
          .filter(ExecutionHistory::hasIdentity)
          .forEach(values::add);
    }
    return values;
  }

  private void searchHolder(@Nullable Object holder) {
    if (!(holder instanceof ModuleObject module)) {
      return;
    }
    List<String> names = namesByModule.getOrDefault(module, List.of());
    String holderName = names.getFirst();
    module
        .namespace()
        .forEach((name, value) -> {
          Trace trace = traceOf(value);
          if (trace != null && !names.contains(trace.source())) {
            add(
                trace,
                new ModuleIdentity.StaleValue(
                    holderName, name, trace.attribute(), trace.execution(), value));
          }
        });
  }

  private void add(Trace trace, ModuleIdentity.StaleValue value) {
    stale.computeIfAbsent(trace.source(), _ -> new ArrayList<>()).add(value);
  }

  private @Nullable Trace traceOf(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    Trace known = traces.get(value);
    return known == null && value instanceof ModuleFunction function
        ? traceOfFunction(function)
        : known;
  }

  /// A function knows its module, also where nothing was remembered.
  private @Nullable Trace traceOfFunction(ModuleFunction function) {
    Trace module = traces.get(function.module());
    return module == null ? null : new Trace(module.source(), function.name(), module.execution());
  }

  private ModuleIdentity identityOf(@Nullable Object module) {
    List<String> names = namesByModule.getOrDefault(module, List.of());
    List<ModuleIdentity.StaleValue> values = new ArrayList<>();
    names.forEach(name -> values.addAll(stale.getOrDefault(name, List.of())));
    return new ModuleIdentity(
        module, names, originOf(module), history.executions(names.getFirst()), values);
  }

  private static @Nullable String originOf(@Nullable Object module) {
    return module instanceof ModuleObject object
            && object.namespace().get("__spec__") instanceof ModuleSpec spec
        ? spec.origin()
        : null;
  }
}
