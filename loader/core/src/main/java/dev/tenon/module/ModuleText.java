// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.text.NearNames;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sentences that modules print and raise, CPython's where it has one.
final class ModuleText {

  private ModuleText() {}

  static String missingSentence(Map<String, @Nullable Object> namespace, String attribute) {
    Object name = namespace.get("__name__");
    if (!(name instanceof String text)) {
      return "module has no attribute %s".formatted(Escapes.quoted(attribute));
    }
    if (namespace.get("__spec__") instanceof ModuleSpec spec && spec.isInitializing()) {
      return ("partially initialized module %s has no attribute %s"
              + " (most likely due to a circular import)")
          .formatted(Escapes.quoted(text), Escapes.quoted(attribute));
    }
    return "module %s has no attribute %s%s"
        .formatted(
            Escapes.quoted(text),
            Escapes.quoted(attribute),
            NearNames.hint(attribute, namespace.keySet()));
  }

  static InterpreterError closed(String module, @Nullable ModuleHost host) {
    return InterpreterError.ofEndedModule(module, host != null && !host.isClosed());
  }

  static List<String> sortedNames(Set<String> names, Set<String> more) {
    return Stream.concat(names.stream(), more.stream()).distinct().sorted().toList();
  }

  static List<String> sortedNames(@Nullable Object names) {
    List<?> items =
        switch (names) {
          case List<?> list -> list;
          case Object[] array -> Arrays.asList(array);
          case null, default ->
              throw new TypeError(
                  "__dir__ must return a sequence of str, not '%s'".formatted(TypeNames.of(names)));
        };
    List<String> sorted = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text)) {
        throw new TypeError(
            "__dir__ returned an item of type '%s', expected str".formatted(TypeNames.of(item)));
      }
      sorted.add(text);
    }
    sorted.sort(null);
    return sorted;
  }

  static String repr(Map<String, @Nullable Object> namespace) {
    if (namespace.get("__spec__") instanceof ModuleSpec spec) {
      return repr(spec);
    }
    Object name = namespace.getOrDefault("__name__", "?");
    Object file = namespace.get("__file__");
    if (file != null) {
      return "<module %s from %s>".formatted(Escapes.quoted(name), Escapes.quoted(file));
    }
    Object loader = namespace.get("__loader__");
    return loader == null
        ? "<module %s>".formatted(Escapes.quoted(name))
        : "<module %s (%s)>".formatted(Escapes.quoted(name), loader);
  }

  private static String repr(ModuleSpec spec) {
    String origin = spec.origin();
    if (origin != null) {
      return (spec.hasLocation()
          ? "<module %s from %s>".formatted(Escapes.quoted(spec.name()), Escapes.quoted(origin))
          : "<module %s (%s)>".formatted(Escapes.quoted(spec.name()), Escapes.inline(origin)));
    }
    Loader loader = spec.loader();
    return loader == null
        ? "<module %s>".formatted(Escapes.quoted(spec.name()))
        : "<module %s %s>".formatted(Escapes.quoted(spec.name()), loader.describeOrigin(spec));
  }
}
