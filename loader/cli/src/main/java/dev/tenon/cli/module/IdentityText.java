// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.ModuleIdentity;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows which module objects exist, as text or as plain maps.
public final class IdentityText {

  private IdentityText() {}

  /// Returns lines of text, one or more for each module object.
  public static String of(List<ModuleIdentity> identities) {
    StringBuilder text = new StringBuilder();
    identities.forEach(identity -> lines(identity).forEach(line -> text.append(line).append('\n')));
    return text.toString();
  }

  private static List<String> lines(ModuleIdentity identity) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s%s"
            .formatted(
                Escapes.inline(String.join(", ", identity.names())),
                typeOf(identity),
                identity.origin() == null ? "" : " from " + Escapes.inline(identity.origin())));
    String importName = importName(identity);
    if (importName != null) {
      lines.add("  import name: " + Escapes.inline(importName));
    }
    lines.add("  executions: " + identity.executions());
    for (ModuleIdentity.StaleValue value : identity.stale()) {
      lines.add(
          "  %s.%s holds %s of execution %d"
              .formatted(
                  Escapes.inline(value.holder()),
                  Escapes.inline(value.name()),
                  value.attribute() == null
                      ? "the module object"
                      : Escapes.inline(value.attribute()),
                  value.execution()));
    }
    return lines;
  }

  private static String typeOf(ModuleIdentity identity) {
    return identity.module() instanceof ModuleObject
        ? "module"
        : "object of type " + TypeNames.of(identity.module());
  }

  /// The name under which users import what the module defines, where it is another one.
  private static @Nullable String importName(ModuleIdentity identity) {
    return identity.module() instanceof ModuleObject module
            && module.namespace().get(Defined.IMPORT_NAME) instanceof String name
            && !name.equals(identity.names().getFirst())
        ? name
        : null;
  }

  /// Returns the same as a plain map.
  public static Map<String, @Nullable Object> asMap(ModuleIdentity identity) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("names", identity.names());
    map.put("type", typeOf(identity));
    map.put("origin", identity.origin());
    map.put("import_name", importName(identity));
    map.put("executions", identity.executions());
    map.put("stale", identity.stale().stream().map(IdentityText::asMap).toList());
    return map;
  }

  private static Map<String, @Nullable Object> asMap(ModuleIdentity.StaleValue value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("holder", value.holder());
    map.put("name", value.name());
    map.put("attribute", value.attribute());
    map.put("execution", value.execution());
    return map;
  }
}
