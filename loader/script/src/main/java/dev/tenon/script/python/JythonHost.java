// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tenon.call.Callables;
import dev.tenon.code.Globals;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ErrorKinds;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers what the bridge asks for scripts in Python: members of modules and functions, calls,
/// imports. A request is a list, the first of which says what is asked.
final class JythonHost {

  private final JythonWorld world;
  private final @Nullable ModuleOwner owner;

  JythonHost(JythonWorld world, @Nullable ModuleOwner owner) {
    this.world = world;
    this.owner = owner;
  }

  /// The registry of the modules of an interpreter.
  @SuppressWarnings("unchecked") // The module sys of an interpreter is made by it.
  static Map<String, @Nullable Object> registry(ModuleOwner owner) {
    return owner.importByName("sys") instanceof ModuleObject sys
            && sys.get("modules") instanceof Map<?, ?> modules
        ? (Map<String, @Nullable Object>) modules
        : new LinkedHashMap<>();
  }

  /// The kinds of errors, each with the one above it.
  static List<List<String>> kinds() {
    List<List<String>> kinds = new ArrayList<>();
    ErrorKinds.names().forEach(name -> kinds.add(List.of(name, ErrorKinds.baseOf(name))));
    return kinds;
  }

  /// Answers a request.
  @Nullable Object answer(List<?> request) {
    return world.raising(() -> {
      String what = (String) Objects.requireNonNull(request.get(0));
      Object target = request.size() > 1 ? request.get(1) : null;
      return switch (what) {
        case "call" -> call(target, request);
        case "get" -> get(target, text(request, 2));
        case "set" -> set(target, text(request, 2), request.get(3));
        case "delete" -> delete(target, text(request, 2));
        case "dir" -> dir(target);
        case "repr" -> String.valueOf(target);
        case "new" -> newModule(text(request, 1), request.get(2));
        case "module" -> world.pythonOf(target);
        case "kind" -> new JythonKind(world, request).set();
        case "import" -> importName(request);
        case "mapping" -> mapping(target);
        case "write" -> write(text(request, 1), text(request, 2), request.get(3));
        case "flush" -> flush(text(request, 1));
        case "own" -> world.isOwnModule(text(request, 1));
        default -> throw new IllegalStateException("the bridge asks for " + what);
      };
    });
  }

  private static String text(List<?> request, int index) {
    if (request.get(index) instanceof String text) {
      return text;
    }
    throw new TypeError(
        "attribute name must be string, not '%s'".formatted(TypeNames.of(request.get(index))));
  }

  private Object call(@Nullable Object target, List<?> request) {
    TenonCallable callable = Callables.of(target);
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(request.get(3)))
        .forEach((name, value) -> keywords.put(String.valueOf(name), world.tenonOf(value)));
    @Nullable Object[] arguments =
        ((List<?>) Objects.requireNonNull(request.get(2))).stream().map(world::tenonOf).toArray();
    return world.pythonOf(
        keywords.isEmpty() ? callable.call(arguments) : callable.callWith(keywords, arguments));
  }

  private Object get(@Nullable Object target, String name) {
    return switch (target) {
      case ModuleObject module when name.equals("__dict__") ->
          world.dictionaryOf(module.namespace());
      case Attributed attributed -> world.pythonOf(attributed.get(name));
      case Defined defined when defined.attributeMap().containsKey(name) ->
          world.pythonOf(defined.attributeMap().get(name));
      case null, default ->
          throw new AttributeError(
              "'%s' object has no attribute %s"
                  .formatted(TypeNames.of(target), Escapes.quoted(name)));
    };
  }

  private @Nullable Object set(@Nullable Object target, String name, @Nullable Object value) {
    if (!(target instanceof Attributed attributed)) {
      throw new AttributeError(
          "'%s' object attribute %s is read-only"
              .formatted(TypeNames.of(target), Escapes.quoted(name)));
    }
    attributed.set(name, world.tenonOf(value));
    return null;
  }

  private @Nullable Object delete(@Nullable Object target, String name) {
    if (!(target instanceof Attributed attributed)) {
      throw new AttributeError(
          "'%s' object attribute %s is read-only"
              .formatted(TypeNames.of(target), Escapes.quoted(name)));
    }
    attributed.delete(name);
    return null;
  }

  private static List<String> dir(@Nullable Object target) {
    return switch (target) {
      case Attributed attributed -> attributed.dir();
      case Defined defined -> List.copyOf(defined.attributeMap().keySet());
      case null, default -> List.of();
    };
  }

  /// Writes what a script prints: text as UTF-8, a `str` as the bytes that it is.
  private @Nullable Object write(String stream, String text, @Nullable Object isText) {
    if (owner != null) {
      owner.write(
          streamOf(stream),
          text.getBytes(Boolean.TRUE.equals(isText) ? StandardCharsets.UTF_8 : ISO_8859_1));
    }
    return null;
  }

  private @Nullable Object flush(String stream) {
    if (owner != null) {
      owner.flush(streamOf(stream));
    }
    return null;
  }

  private static ModuleHost.Stream streamOf(String name) {
    return name.equals("<stderr>") ? ModuleHost.Stream.ERR : ModuleHost.Stream.OUT;
  }

  private Object newModule(String name, @Nullable Object doc) {
    return world.pythonOf(Modules.create(name, doc == null ? null : String.valueOf(doc), owner));
  }

  /// What `globals()` gives in place of the names that code runs with.
  private @Nullable Object mapping(@Nullable Object names) {
    return world.api().mapOf(names) instanceof JythonNames own
        ? world.dictionaryOf(own.mapping())
        : names;
  }

  /// Imports a module of the interpreter.
  ///
  /// @return what the statement binds, in a list; an empty one if there is no such module
  private List<Object> importName(List<?> request) {
    String name = text(request, 1);
    Object globals = request.get(2);
    List<?> fromList = request.get(3) instanceof List<?> list ? list : List.of();
    int level = request.get(4) instanceof Number number ? number.intValue() : 0;
    Map<String, @Nullable Object> mapping =
        world.api().mapOf(globals) instanceof JythonNames names ? names.mapping() : Map.of();
    Object function = Globals.builtin(mapping, owner, "__import__", null);
    if (function == null) {
      throw new ImportException("__import__ not found", name);
    }
    List<String> from = fromList.stream().map(String::valueOf).toList();
    try {
      return List.of(world.pythonOf(Callables.of(function).call(name, mapping, from, level)));
    } catch (ModuleNotFoundException e) {
      if (level == 0 && e.name() != null && (name + ".").startsWith(e.name() + ".")) {
        return List.of();
      }
      throw e;
    }
  }
}
