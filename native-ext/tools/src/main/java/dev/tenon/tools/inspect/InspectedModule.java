// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.cli.module.SourceKind;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Paint;
import dev.tenon.error.DescriptorFault;
import dev.tenon.input.Escapes;
import dev.tenon.module.CallTraits;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of a module that was not run.
///
/// @param kind what it is made of
/// @param origin where it comes from
/// @param platform what it was built for, if its place in an archive says that; else null
/// @param submodules the names of modules in a package; null for one that is no package
/// @param def its descriptor; null if it has none, or none that can be read
/// @param refusal why its descriptor cannot be read; null if nothing hinders
/// @param findings the faults that a comparison with the code of the module shows
/// @param hasDebugInformation whether that comparison included the types of functions
public record InspectedModule(
    String name,
    SourceKind kind,
    @Nullable String origin,
    @Nullable String platform,
    @Nullable List<String> submodules,
    @Nullable ModuleDef def,
    @Nullable String refusal,
    List<DescriptorFault> findings,
    boolean hasDebugInformation) {

  private static final String DESCRIPTOR_NOT_READ =
      "  descriptor: not read, since support for native modules is not installed";

  /// A module whose descriptor is not looked at.
  public static InspectedModule of(ModuleSpec spec, @Nullable List<String> submodules) {
    return new InspectedModule(
        spec.name(),
        SourceKind.of(spec),
        SourceKind.origin(spec),
        null,
        submodules,
        null,
        null,
        List.of(),
        false);
  }

  /// The same with its descriptor.
  ///
  /// @param found the faults that a comparison with the code shows
  /// @param isKnown whether that included the types of functions
  public InspectedModule with(ModuleDef read, List<DescriptorFault> found, boolean isKnown) {
    return new InspectedModule(
        name, kind, origin, platform, submodules, read, null, List.copyOf(found), isKnown);
  }

  /// The same with the reason why its descriptor cannot be read.
  public InspectedModule refusedFor(String reason) {
    return new InspectedModule(
        name, kind, origin, platform, submodules, null, reason, List.of(), false);
  }

  /// The same, built for a platform.
  public InspectedModule on(String built) {
    return new InspectedModule(
        name, kind, origin, built, submodules, def, refusal, findings, hasDebugInformation);
  }

  /// Whether the module could be loaded, as far as its descriptor says.
  boolean isGood() {
    return refusal == null && faults().isEmpty();
  }

  /// The faults of the descriptor, and those that a comparison with the code shows.
  private List<String> faults() {
    return Stream.concat(
            def == null ? Stream.<DescriptorFault>of() : def.faults().stream(), findings.stream())
        .map(DescriptorFault::text)
        .distinct()
        .toList();
  }

  /// As a plain map.
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("kind", kind.word());
    map.put("origin", origin);
    map.put("platform", platform);
    map.put("submodules", submodules);
    map.put("refusal", refusal);
    map.put("doc", def == null ? null : def.doc());
    map.put("state_size", def == null ? null : def.stateSize());
    map.put("state_version", def == null ? null : def.stateVersion());
    map.put("interpreters", def == null ? null : def.interpreters().name());
    map.put("threads", def == null ? null : def.threads().name());
    map.put("private_image", def == null ? null : def.isPrivateImage());
    map.put("slots", def == null ? List.of() : labels(def));
    map.put(
        "functions",
        def == null ? List.of() : def.functions().stream().map(InspectedModule::function).toList());
    map.put("resources", def == null ? List.of() : resources(def));
    map.put("properties", def == null ? List.of() : properties(def));
    map.put("callable", def != null && isCallable(def));
    map.put("constants", def == null ? Map.of() : new LinkedHashMap<>(def.constants()));
    map.put("faults", faults());
    return map;
  }

  private static List<String> labels(ModuleDef def) {
    return def.slots().stream().map(ModuleSlot::label).toList();
  }

  private static List<Map<String, @Nullable Object>> resources(ModuleDef def) {
    return def.slots(ModuleSlot.ResourceType.class).stream()
        .map(InspectedModule::resource)
        .toList();
  }

  private static Map<String, @Nullable Object> resource(ModuleSlot.ResourceType type) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", type.name());
    map.put("doc", type.doc());
    map.put("methods", type.methods().stream().map(InspectedModule::function).toList());
    map.put("properties", type.properties().stream().map(InspectedModule::property).toList());
    return map;
  }

  private static Map<String, @Nullable Object> property(ModuleSlot.ResourceProperty property) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", property.name());
    map.put("doc", property.doc());
    map.put("writable", property.isWritable());
    return map;
  }

  private static List<Map<String, @Nullable Object>> properties(ModuleDef def) {
    return def.slots(ModuleSlot.Property.class).stream()
        .map(property -> {
          Map<String, @Nullable Object> map = new LinkedHashMap<>();
          map.put("name", property.name());
          map.put("doc", property.doc());
          map.put("writable", property.setter() != null);
          map.put("deletable", property.deleter() != null);
          return map;
        })
        .toList();
  }

  private static boolean isCallable(ModuleDef def) {
    return def.findSlot(ModuleSlot.Call.class).isPresent();
  }

  private static Map<String, @Nullable Object> function(FunctionDef function) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", function.name());
    map.put("signature", function.signature() == null ? null : function.signature().toString());
    map.put("doc", function.doc());
    map.put("flags", flags(function.traits()));
    return map;
  }

  private static List<String> flags(CallTraits traits) {
    List<String> flags = new ArrayList<>();
    if (traits.blocking()) {
      flags.add("blocking");
    }
    if (traits.threads() != null) {
      flags.add(traits.threads().name().toLowerCase(Locale.ROOT));
    }
    return flags;
  }

  /// As lines, all but the first indented.
  List<String> lines(Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.title("module " + Escapes.inline(name)) + doc(def == null ? null : def.doc()));
    if (platform != null) {
      lines.add("  platform: " + Escapes.inline(platform));
      lines.add("  origin: " + Escapes.inline(origin));
    }
    if (def != null) {
      addDescriptor(lines, def, paint);
      faults()
          .forEach(
              fault -> lines.add("  " + paint.error("fault:") + " " + Messages.printable(fault)));
    } else if (platform == null) {
      lines.add("  kind: " + kind.word() + (submodules == null ? "" : " package"));
      lines.add("  origin: " + Escapes.inline(origin));
    } else if (refusal == null) {
      lines.add(DESCRIPTOR_NOT_READ);
    }
    if (submodules != null) {
      lines.add(
          "  submodules: "
              + submodules.stream().map(Escapes::inline).collect(Collectors.joining(", ")));
    }
    if (refusal != null) {
      lines.add(
          "  "
              + paint.error("refused:")
              + " "
              + Messages.lines(Escapes.printable(refusal)).replace("\n", "\n  "));
    }
    return lines;
  }

  private static void addDescriptor(List<String> lines, ModuleDef def, Paint paint) {
    String version = def.stateVersion() == 0 ? "" : ", version " + def.stateVersion();
    lines.add("  state: " + def.stateSize() + " bytes" + version);
    lines.add("  interpreters: " + def.interpreters());
    lines.add("  threads: " + def.threads());
    if (def.isPrivateImage()) {
      lines.add("  image: private");
    }
    lines.add("  slots: " + String.join(", ", labels(def)));
    def.functions().forEach(function -> lines.add("  " + line(function)));
    def.slots(ModuleSlot.ResourceType.class).forEach(type -> addResource(lines, type, paint));
    if (isCallable(def)) {
      lines.add("  callable");
    }
    def.slots(ModuleSlot.Property.class).forEach(property -> lines.add("  " + line(property)));
    def.constants()
        .forEach((name, value) ->
            lines.add(
                "  " + Escapes.inline(name) + " = " + Messages.printable(String.valueOf(value))));
  }

  private static void addResource(List<String> lines, ModuleSlot.ResourceType type, Paint paint) {
    lines.add("  " + paint.title("resource " + Escapes.inline(type.name())) + doc(type.doc()));
    type.methods().forEach(method -> lines.add("    " + line(method)));
    type.properties()
        .forEach(property ->
            lines.add(
                "    "
                    + Escapes.inline(property.name())
                    + (property.isWritable() ? " [property]" : " [property, read-only]")
                    + doc(property.doc())));
  }

  private static String doc(@Nullable String text) {
    return text == null ? "" : ": " + Messages.printable(text);
  }

  private static String line(ModuleSlot.Property property) {
    String access = property.setter() == null ? "read-only" : "read and write";
    return Messages.printable(
        "property %s [%s%s]%s"
            .formatted(
                property.name(),
                access,
                property.deleter() == null ? "" : ", can be deleted",
                property.doc() == null ? "" : ": " + property.doc()));
  }

  /// A function as a line of text.
  static String line(FunctionDef function) {
    List<String> flags = flags(function.traits());
    return Messages.printable(
        function.name()
            + (function.signature() == null ? "(…)" : function.signature())
            + (flags.isEmpty() ? "" : " [" + String.join(", ", flags) + "]")
            + (function.doc() == null ? "" : ": " + function.doc()));
  }
}
