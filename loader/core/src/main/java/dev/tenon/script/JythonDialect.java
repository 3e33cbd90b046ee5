package dev.tenon.script;

import dev.tenon.code.Globals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.script.Bindings;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/// Python: one engine with a bridge, a script of Tenon's own that compiles scripts, runs them and
/// carries errors out of them.
final class JythonDialect implements Dialect {

  private final ScriptEngineFactory factory;
  private final ScriptEngine engine;
  private final Object bridge;

  JythonDialect(ScriptEngineFactory factory) {
    this.factory = factory;
    engine = factory.getScriptEngine();
    bridge = openBridge();
  }

  private Object openBridge() {
    String resource = "bridge.py";
    try (InputStream in = JythonDialect.class.getResourceAsStream(resource)) {
      byte[] source = Objects.requireNonNull(in, resource).readAllBytes();
      engine.put(ScriptEngine.FILENAME, resource);
      engine.eval(new String(source, StandardCharsets.UTF_8));
      return Objects.requireNonNull(engine.get("bridge"), "bridge");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ScriptException e) {
      throw new IllegalStateException("cannot use %s: %s".formatted(version(), e), e);
    }
  }

  @Override
  public String version() {
    return factory.getEngineName() + " " + factory.getEngineVersion();
  }

  @Override
  public Object compile(String source, String origin) {
    return Objects.requireNonNull(ask("compile", source, origin));
  }

  @Override
  public @Nullable Object run(Object compiled, Globals globals) {
    return new JythonRun(this).run(compiled, globals);
  }

  /// What the scripts of one run have as their globals: a scope that an engine of the run's own
  /// makes of the bindings.
  Object scopeOf(Bindings bindings) {
    try {
      ScriptEngine own = factory.getScriptEngine();
      own.setBindings(bindings, ScriptContext.ENGINE_SCOPE);
      return Objects.requireNonNull(own.eval("globals()"));
    } catch (ScriptException e) {
      throw new IllegalStateException("cannot use %s: %s".formatted(version(), e), e);
    }
  }

  /// Calls a function of the bridge.
  ///
  /// @throws dev.tenon.error.TenonError what the script raises
  @Nullable Object ask(String function, @Nullable Object... arguments) {
    ScriptFault fault = new ScriptFault();
    @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
    all[0] = fault;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Object value;
    try {
      value = ((Invocable) engine).invokeMethod(bridge, function, all);
    } catch (ScriptException e) {
      throw fault.orElse(e);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the bridge of %s is incomplete".formatted(version()), e);
    }
    fault.check();
    return value;
  }
}
