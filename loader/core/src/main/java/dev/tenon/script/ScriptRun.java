package dev.tenon.script;

import dev.tenon.code.Globals;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.TenonError;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/// One engine, for one module.
final class ScriptRun {

  private final ScriptEngine engine;
  private final ScriptLanguage language;
  private final Object bridge;

  private ScriptRun(ScriptEngine engine, ScriptLanguage language) throws ScriptException {
    this.engine = engine;
    this.language = language;
    bridge = engine.eval(bridgeSource());
  }

  /// A new engine, or null if none is installed.
  static @Nullable ScriptRun find(ScriptLanguage language) throws ScriptException {
    ScriptEngine engine =
        new ScriptEngineManager(ScriptRun.class.getClassLoader())
            .getEngineByExtension(language.extension());
    return engine == null ? null : new ScriptRun(engine, language);
  }

  private String bridgeSource() {
    String resource = "bridge." + language.extension();
    try (InputStream in = ScriptRun.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a script as the body of a module.
  void run(String source, String file, ModuleObject module, Globals globals) {
    ScriptValues values = new ScriptValues(language, this::bridge);
    engine.setBindings(
        new ModuleBindings(language, module, globals, values), ScriptContext.ENGINE_SCOPE);
    engine.put(ScriptEngine.FILENAME, file);
    try {
      engine.eval(source);
    } catch (ScriptException e) {
      throw raised(e);
    }
  }

  private @Nullable Object bridge(String method, @Nullable Object... arguments) {
    try {
      return ((Invocable) engine).invokeMethod(bridge, method, arguments);
    } catch (ScriptException e) {
      throw raised(e);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the bridge of %s is incomplete".formatted(language), e);
    }
  }

  /// The error of a module that a script let through, or one that carries the engine's.
  private static RuntimeException raised(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TenonError error) {
        return error;
      }
    }
    return new RuntimeError(thrown.getMessage(), thrown);
  }
}
