// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.module.FunctionDef;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.Resource;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `help()` prints of an object: its documentation, and that of what it offers. It reads
/// declarations and runs no property and no hook of a module.
final class HelpText {

  private final List<String> lines = new ArrayList<>();

  private HelpText() {}

  /// The lines for an object.
  static String of(@Nullable Object object) {
    HelpText help = new HelpText();
    switch (object) {
      case FunctionObject function -> help.addFunction(function);
      case ModuleObject module -> help.addModule(module);
      case Resource resource -> help.addResource(resource);
      case null, default -> help.add(0, "an object of type '%s'".formatted(TypeNames.of(object)));
    }
    return String.join("\n", help.lines) + "\n";
  }

  /// A function as callers see it: `counter.add(i64) -> None`.
  static String signatureOf(FunctionObject function) {
    return function.moduleName() + "." + function.qualifiedName() + function.callText();
  }

  private void addFunction(FunctionObject function) {
    add(0, signatureOf(function));
    addDoc(1, function.doc());
  }

  private void addModule(ModuleObject module) {
    add(0, "module " + module.name());
    addDoc(1, module.namespace().get("__doc__"));
    for (Object value : module.namespace().values()) {
      if (value instanceof FunctionObject function) {
        add(1, function.name() + function.callText());
        addDoc(2, function.doc());
      }
    }
    ModuleDef def = module.def();
    if (def != null) {
      def.slots(ModuleSlot.ResourceType.class).forEach(type -> addType(1, type));
    }
    addFile(module);
  }

  private void addFile(ModuleObject module) {
    if (module.namespace().get("__file__") instanceof String file) {
      add(1, "file: " + file);
    }
  }

  private void addResource(Resource resource) {
    ModuleDef def = resource.module().def();
    List<ModuleSlot.ResourceType> types =
        def == null ? List.of() : def.slots(ModuleSlot.ResourceType.class);
    types.stream()
        .filter(type -> type.name().equals(resource.typeName()))
        .findFirst()
        .ifPresentOrElse(
            type -> addType(0, type),
            () -> {
              add(0, "type " + resource.typeName());
              resource.dir().stream()
                  .filter(name -> !name.startsWith("__"))
                  .forEach(name -> add(1, name));
            });
  }

  private void addType(int depth, ModuleSlot.ResourceType type) {
    add(depth, "type " + type.name());
    addDoc(depth + 1, type.doc());
    for (FunctionDef method : type.methods()) {
      add(
          depth + 1,
          method.name() + (method.signature() == null ? "(…)" : method.signature().callText()));
      addDoc(depth + 2, method.doc());
    }
    for (ModuleSlot.ResourceProperty property : type.properties()) {
      add(depth + 1, property.name() + (property.isWritable() ? "" : " (read-only)"));
      addDoc(depth + 2, property.doc());
    }
  }

  private void addDoc(int depth, @Nullable Object doc) {
    if (doc instanceof String text) {
      text.lines().forEach(line -> add(depth, line));
    }
  }

  private void add(int depth, String line) {
    lines.add("    ".repeat(depth) + line);
  }
}
