// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.input.Escapes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules that hold for every descriptor, whatever language it was written in.
final class SlotRules {

  private static final Set<Class<? extends ModuleSlot>> REPEATABLE =
      Set.of(
          ModuleSlot.Exec.class,
          ModuleSlot.DeprecatedName.class,
          ModuleSlot.LazySubmodule.class,
          ModuleSlot.Property.class,
          ModuleSlot.ResourceType.class);

  private final ModuleDef def;
  private final FaultList faults;

  private SlotRules(ModuleDef def, FaultList faults) {
    this.def = def;
    this.faults = faults;
  }

  /// Adds the faults of a descriptor.
  static void check(ModuleDef def, FaultList faults) {
    SlotRules rules = new SlotRules(def, faults);
    rules.checkRepetition();
    rules.checkState();
    rules.checkMain();
    rules.checkVersion();
    rules.checkNames();
    rules.checkSelf();
    rules.checkTypes();
    rules.checkDeprecations();
  }

  private void checkRepetition() {
    Set<Class<?>> seen = new HashSet<>();
    for (int index = 0; index < def.slots().size(); index++) {
      ModuleSlot slot = def.slots().get(index);
      if (!seen.add(slot.getClass()) && !REPEATABLE.contains(slot.getClass())) {
        add(
            index,
            slot.label(),
            ModuleSlot.repeated(def.name(), slot.label()),
            "at most one",
            "keep one of them");
      }
    }
  }

  private void checkState() {
    if (def.stateSize() < 0) {
      add(
          DescriptorFault.WHOLE,
          "state size",
          "module %s: m_size may not be negative for multi-phase initialization, found %d"
              .formatted(Escapes.inline(def.name()), def.stateSize()),
          "0 for no state or the size of the state",
          "declare the size of the state struct");
    }
  }

  private void checkMain() {
    if (def.findSlot(ModuleSlot.Main.class).isPresent()
        && def.findSlot(ModuleSlot.Create.class).isPresent()) {
      add(
          def.slots().indexOf(def.findSlot(ModuleSlot.Main.class).get()),
          "main",
          "a main slot beside a create slot",
          "a module that is run as the main module adopts the existing __main__, so it creates"
              + " none",
          "remove one of the two slots");
    }
  }

  private void checkVersion() {
    def.findSlot(ModuleSlot.StateVersion.class)
        .filter(slot -> slot.version() <= 0)
        .ifPresent(slot ->
            add(
                def.slots().indexOf(slot),
                slot.label(),
                "the version %d".formatted(slot.version()),
                "1 or greater",
                "begin with 1 and count up when the layout of the state changes"));
    if (def.findSlot(ModuleSlot.Upgrade.class).isPresent()
        && def.findSlot(ModuleSlot.StateVersion.class).isEmpty()) {
      add(
          DescriptorFault.WHOLE,
          "upgrade",
          "an upgrade slot without a state version",
          "the version that it brings the state up to",
          "declare the state version");
    }
  }

  private void checkNames() {
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < def.functions().size(); index++) {
      String name = def.functions().get(index).name();
      checkName("functions[" + index + "]", "function", name, seen);
    }
    for (String name : def.constants().keySet()) {
      checkName("constants", "constant", name, seen);
    }
    for (ModuleSlot slot : def.slots()) {
      // Every load comes here: to link a switch over types takes longer than all of these checks.
      if (slot instanceof ModuleSlot.DeprecatedName old) {
        checkName(slot.label(), "name", old.name(), seen);
      } else if (slot instanceof ModuleSlot.LazySubmodule sub) {
        checkName(slot.label(), "submodule", sub.name(), seen);
      } else if (slot instanceof ModuleSlot.Property property) {
        checkName("property '%s'".formatted(property.name()), "property", property.name(), seen);
        checkProperty(property);
      }
    }
  }

  /// These two are attributes of every module, so that no kind can compute them.
  private void checkProperty(ModuleSlot.Property property) {
    if (property.name().equals("__class__") || property.name().equals("__dict__")) {
      add(
          DescriptorFault.WHOLE,
          "property '%s'".formatted(property.name()),
          "the name '%s'".formatted(property.name()),
          "a name other than __class__ and __dict__, which every module has",
          "rename the property");
    }
  }

  private void checkSelf() {
    for (int index = 0; index < def.functions().size(); index++) {
      FunctionDef function = def.functions().get(index);
      if (function.signature() != null && function.signature().hasSelf()) {
        add(
            DescriptorFault.WHOLE,
            "functions[%d] %s".formatted(index, Escapes.quoted(function.name())),
            "self in the signature %s".formatted(function.signature()),
            "no self: only methods of resources have one",
            "take state or context, or move the function to a type of resources");
      }
    }
  }

  private void checkTypes() {
    Set<String> types = new HashSet<>();
    for (ModuleSlot.ResourceType type : def.slots(ModuleSlot.ResourceType.class)) {
      String place = "resource type %s".formatted(Escapes.quoted(type.name()));
      checkName(place, "type", type.name(), types);
      Set<String> attributes = new HashSet<>();
      for (int index = 0; index < type.methods().size(); index++) {
        FunctionDef method = type.methods().get(index);
        String own = "%s: methods[%d]".formatted(place, index);
        checkName(own, "method", method.name(), attributes);
        if (method.signature() != null && !method.signature().hasSelf()) {
          add(
              DescriptorFault.WHOLE,
              own,
              "no self in the signature %s of %s"
                  .formatted(method.signature(), Escapes.quoted(method.name())),
              "self before what callers pass, '(self, i64) -> i64'",
              "take self, or move the method to the functions of the module");
        }
      }
      for (ModuleSlot.ResourceProperty property : type.properties()) {
        checkName(place + ": properties", "property", property.name(), attributes);
      }
    }
  }

  private void checkDeprecations() {
    List<ModuleSlot.DeprecatedName> all = def.slots(ModuleSlot.DeprecatedName.class);
    Set<String> deprecated = new HashSet<>();
    all.forEach(slot -> deprecated.add(slot.name()));
    for (ModuleSlot.DeprecatedName slot : all) {
      if (deprecated.contains(slot.replacement())) {
        add(
            DescriptorFault.WHOLE,
            slot.label(),
            "%s to be replaced by %s, which is deprecated too"
                .formatted(Escapes.quoted(slot.name()), Escapes.quoted(slot.replacement())),
            "a replacement that is to stay",
            "name the attribute that users should use");
      }
    }
  }

  private void checkName(String place, String what, String name, Set<String> seen) {
    if (!isIdentifier(name)) {
      add(
          DescriptorFault.WHOLE,
          place,
          "the name %s".formatted(Escapes.quoted(name)),
          "an identifier: letters, digits and underscores, no digit first",
          "rename the " + what);
    } else if (!seen.add(name)) {
      add(
          DescriptorFault.WHOLE,
          place,
          "a second attribute %s".formatted(Escapes.quoted(name)),
          "each name once",
          "rename or remove one of them");
    }
  }

  static boolean isIdentifier(String name) {
    if (name.isEmpty()) {
      return false;
    }
    int first = name.codePointAt(0);
    if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
      return false;
    }
    int index = Character.charCount(first);
    while (index < name.length()) {
      int next = name.codePointAt(index);
      if (!Character.isUnicodeIdentifierPart(next)) {
        return false;
      }
      index += Character.charCount(next);
    }
    return true;
  }

  private void add(int index, String slot, String found, String expected, String remedy) {
    faults.add(index, slot, new Diagnosis(found, expected, remedy));
  }
}
