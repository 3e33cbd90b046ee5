// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.Attributed;
import dev.tenon.value.SourcePlace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries out `tenon source`: imports a module and finds out where it, or what it defines, is
/// written. The answer follows the implementing module, whatever module users import a name from.
final class SourceTool {

  private final Surroundings surroundings;
  private final SourceCommand.SourceText request;

  /// What was found.
  ///
  /// @param name what was asked for
  /// @param implementation the name of the implementing module
  /// @param text the source text, in whole lines; null if its file is not there
  record Found(String name, String implementation, SourcePlace place, @Nullable String text) {

    boolean hasText() {
      return text != null;
    }

    /// As text: the place, then the source.
    String shown() {
      return Escapes.inline(place) + "\n" + (text == null ? "" : text);
    }

    Map<String, @Nullable Object> asMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("module", implementation);
      map.put("file", place.file());
      map.put("line", place.line());
      map.put("text", text);
      return map;
    }
  }

  SourceTool(Surroundings surroundings, SourceCommand.SourceText request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// The source.
  ///
  /// @throws UsageException if the path is wrong
  /// @throws ImportException if there is no such module, or nothing is known of its source
  /// @throws Exception what the modules raise
  Found run() throws Exception {
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
      return interpreter.enter(() -> find(interpreter));
    }
  }

  private Found find(Interpreter interpreter) {
    Object object = resolve(interpreter);
    ModuleObject implementing;
    Optional<SourcePlace> place;
    try {
      implementing = Inspect.implementationOf(object);
      place = Inspect.placeOf(object);
    } catch (TypeError e) {
      implementing = module(interpreter);
      place = inScript(interpreter);
      if (place.isEmpty()) {
        throw unknown(Objects.requireNonNullElse(e.getMessage(), "it is not a function"));
      }
    }
    if (place.isEmpty()) {
      throw unknown(
          "module %s has no line numbers for it".formatted(Escapes.quoted(implementing.name())));
    }
    return new Found(request.name(), implementing.name(), place.get(), SourceBlock.at(place.get()));
  }

  private ImportException unknown(String what) {
    return new ImportException(
        noPlace(
            request.name(),
            what,
            "name a script, or a function of a script, of a library compiled with -g or of a"
                + " class"),
        request.name());
  }

  /// Walks along the name: modules as far as there are any, then attributes.
  private @Nullable Object resolve(Interpreter interpreter) {
    String[] parts = request.name().split("\\.", -1);
    ModuleObject module = module(interpreter);
    int used = nameLength(interpreter);
    Object object = module;
    for (int index = used; index < parts.length; index++) {
      if (!(object instanceof Attributed holder)) {
        throw new ImportException(
            noAttribute(request.name(), module.name(), parts[index]), request.name());
      }
      try {
        object = holder.get(parts[index]);
      } catch (AttributeError e) {
        ImportException failure =
            new ImportException(
                noAttribute(request.name(), module.name(), parts[index]), request.name());
        failure.initCause(e);
        throw failure;
      }
    }
    return object;
  }

  /// The module with the longest name that begins the wanted one.
  private ModuleObject module(Interpreter interpreter) {
    return interpreter.importModule(prefix(nameLength(interpreter)));
  }

  private String prefix(int count) {
    return String.join(".", Arrays.copyOf(request.name().split("\\.", -1), count));
  }

  private int nameLength(Interpreter interpreter) {
    int most = request.name().split("\\.", -1).length;
    for (int count = most; count > 1; count--) {
      try {
        if (interpreter.imports().findSpec(prefix(count)) != null) {
          return count;
        }
      } catch (ModuleNotFoundException _) {
        // The part before is not a package: the rest are attributes.
      }
    }
    return 1;
  }

  /// A definition of a script whose object has no source location.
  private Optional<SourcePlace> inScript(Interpreter interpreter) {
    String[] parts = request.name().split("\\.", -1);
    int used = nameLength(interpreter);
    return used == parts.length
        ? Optional.empty()
        : Inspect.sourceOf(module(interpreter))
            .flatMap(file -> Inspect.placeInScript(file, parts[used]));
  }

  private static String noAttribute(String name, String module, String attribute) {
    return "cannot find the source of %s: module %s has no attribute %s"
        .formatted(Escapes.quoted(name), Escapes.quoted(module), Escapes.quoted(attribute));
  }

  private static String noPlace(String name, String what, String remedy) {
    return "cannot find the source of %s: %s; %s".formatted(Escapes.quoted(name), what, remedy);
  }
}
