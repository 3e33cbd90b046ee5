package dev.tenon.script;

import dev.tenon.code.Globals;
import dev.tenon.error.TenonError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.TenonCallable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of a script in Python. What is handed to the bridge are types of the JDK, which engines
/// see from every module.
final class JythonRun extends ScriptValues {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "org.python.core.PyFunction",
          "org.python.core.PyMethod",
          "org.python.core.PyBuiltinCallable",
          "org.python.core.PyType");

  private final JythonDialect dialect;

  JythonRun(JythonDialect dialect) {
    this.dialect = dialect;
  }

  @Nullable Object run(Object compiled, Globals globals) {
    EngineBindings bindings =
        new EngineBindings(new GlobalNames(globals, this, JythonRun::isOfEngine, true));
    return fromScript(dialect.ask("run", compiled, dialect.scopeOf(bindings)));
  }

  /// What Python looks up in the globals all the time without a script having asked.
  private static boolean isOfEngine(String name) {
    return name.equals("__builtins__");
  }

  @Override
  Dialect dialect() {
    return dialect;
  }

  @Override
  @Nullable Object call(Object function, @Nullable Object[] arguments) {
    return dialect.ask("call", function, Arrays.asList(arguments));
  }

  @Override
  Object function(TenonCallable callable) {
    Function<List<?>, @Nullable Object> target =
        arguments ->
            guarded(
                () -> toScript(callable.call(arguments.stream().map(this::fromScript).toArray())));
    return Objects.requireNonNull(dialect.ask("function", target, callable));
  }

  @Override
  Object module(ModuleObject module) {
    Function<String, @Nullable Object> getter = name -> guarded(() -> toScript(module.get(name)));
    Function<List<?>, @Nullable Object> setter =
        entry ->
            guarded(() -> {
              module.set((String) entry.get(0), fromScript(entry.get(1)));
              return null;
            });
    Function<String, @Nullable Object> deleter =
        name ->
            guarded(() -> {
              module.delete(name);
              return null;
            });
    return Objects.requireNonNull(
        dialect.ask("module", Map.of("get", getter, "set", setter, "delete", deleter), module));
  }

  private interface Access {
    @Nullable Object run();
  }

  /// Gives an error of a module as a value that the bridge raises in the script's own way.
  private static @Nullable Object guarded(Access access) {
    try {
      return List.of("value", Optional.ofNullable(access.run()));
    } catch (TenonError e) {
      return List.of("error", e.kind(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  boolean isFunction(Object value) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      if (FUNCTIONS.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }

  @Override
  @Nullable Object unwrap(Object value) {
    return isWrapper(value) ? dialect.ask("unwrap", value) : value;
  }

  private static boolean isWrapper(Object value) {
    return value.getClass().getName().equals("org.python.core.PyObjectDerived");
  }

  @Override
  boolean hasOneNumberType() {
    return false;
  }
}
