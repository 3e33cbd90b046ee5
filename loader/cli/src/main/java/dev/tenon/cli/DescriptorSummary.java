package dev.tenon.cli;

import dev.tenon.error.DescriptorFault;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a descriptor into plain maps and lists, for people and for JSON alike.
final class DescriptorSummary {

  private DescriptorSummary() {}

  static Map<String, @Nullable Object> of(ModuleDef def) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("name", def.name());
    summary.put("doc", def.doc());
    summary.put("state_size", def.stateSize());
    summary.put("interpreters", def.interpreters().name());
    summary.put("threads", def.threads().name());
    summary.put("slots", def.slots().stream().map(ModuleSlot::label).toList());
    summary.put("functions", def.functions().stream().map(DescriptorSummary::function).toList());
    summary.put("constants", new LinkedHashMap<>(def.constants()));
    summary.put("faults", def.faults().stream().map(DescriptorFault::toString).toList());
    return summary;
  }

  private static Map<String, @Nullable Object> function(FunctionDef function) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("name", function.name());
    summary.put("signature", function.signature() == null ? null : function.signature().toString());
    summary.put("doc", function.doc());
    return summary;
  }

  /// The descriptor as indented lines.
  static List<String> lines(ModuleDef def) {
    List<String> lines = new ArrayList<>();
    lines.add("module " + def.name() + (def.doc() == null ? "" : ": " + def.doc()));
    lines.add("  state: " + def.stateSize() + " bytes");
    lines.add("  interpreters: " + def.interpreters());
    lines.add("  threads: " + def.threads());
    lines.add(
        "  slots: " + String.join(", ", def.slots().stream().map(ModuleSlot::label).toList()));
    def.functions().forEach(function -> lines.add("  " + line(function)));
    def.constants().forEach((name, value) -> lines.add("  " + name + " = " + value));
    def.faults().forEach(fault -> lines.add("  fault: " + fault));
    return lines;
  }

  private static String line(FunctionDef function) {
    return function.name()
        + (function.signature() == null ? "(…)" : function.signature())
        + (function.doc() == null ? "" : ": " + function.doc());
  }
}
