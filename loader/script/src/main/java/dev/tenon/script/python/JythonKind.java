// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the kind of a module out of a subclass of `types.ModuleType`: its properties, methods and
/// `__call__` work for everybody who uses the module.
///
/// @param request module, class, name of the class, accessors, `__call__`
record JythonKind(JythonWorld world, List<?> request) {

  /// Gives the module the kind.
  @Nullable Object set() {
    ModuleObject module = (ModuleObject) Objects.requireNonNull(request.get(1));
    Object type = Objects.requireNonNull(request.get(2));
    ModuleKind.Builder kind = ModuleKind.of(String.valueOf(request.get(3)));
    for (Object accessor : (List<?>) Objects.requireNonNull(request.get(4))) {
      add(kind, (List<?>) Objects.requireNonNull(accessor));
    }
    Object operator = request.get(5);
    if (operator != null) {
      kind.onCall((called, arguments) -> call(operator, called, Arrays.asList(arguments)));
    }
    world.setKind(module, type, kind.build());
    return null;
  }

  private void add(ModuleKind.Builder kind, List<?> accessor) {
    String name = String.valueOf(accessor.get(0));
    Object getter = Objects.requireNonNull(accessor.get(1));
    if (Boolean.TRUE.equals(accessor.get(4))) {
      addMember(kind, name, getter);
    } else {
      kind.property(
          name,
          module -> call(getter, module, List.of()),
          setter(name, accessor.get(2)),
          deleter(name, accessor.get(3)));
    }
  }

  /// A method or another member of the class, which the raw namespace may hide.
  private void addMember(ModuleKind.Builder kind, String name, Object getter) {
    kind.property(
        name,
        module -> {
          Map<String, @Nullable Object> raw = module.namespace();
          return raw.containsKey(name) ? raw.get(name) : call(getter, module, List.of());
        },
        (module, value) -> module.namespace().put(name, value),
        module -> {
          if (!module.namespace().containsKey(name)) {
            throw new AttributeError(name);
          }
          module.namespace().remove(name);
        });
  }

  private ModuleKind.Setter setter(String name, @Nullable Object function) {
    if (function == null) {
      return (module, _) -> {
        throw new AttributeError("can't set attribute '%s'".formatted(name));
      };
    }
    return (module, value) -> {
      List<@Nullable Object> arguments = new ArrayList<>();
      arguments.add(value);
      call(function, module, arguments);
    };
  }

  private ModuleKind.Deleter deleter(String name, @Nullable Object function) {
    if (function == null) {
      return _ -> {
        throw new AttributeError("can't delete attribute '%s'".formatted(name));
      };
    }
    return module -> call(function, module, List.of());
  }

  private @Nullable Object call(
      Object function, ModuleObject self, List<? extends @Nullable Object> arguments) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(world.toScript(self));
    arguments.forEach(argument -> all.add(world.toScript(argument)));
    return world.fromScript(world.call(function, Map.of(), all.toArray()));
  }
}
