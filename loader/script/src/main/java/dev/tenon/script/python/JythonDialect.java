// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.code.Globals;
import dev.tenon.script.dialect.Dialect;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.script.ScriptEngineFactory;
import org.jspecify.annotations.Nullable;

/// Python. Each interpreter has a [JythonWorld] of its own, with its own `sys` and builtins;
/// compiled code is shared.
public final class JythonDialect implements Dialect {

  private static final String BRIDGE = "bridge.py";

  private final ScriptEngineFactory factory;
  private final JythonApi api;

  /// The compiled bridge: a script of Tenon's own that each world runs once.
  private final Object bridge;

  /// The world of code that runs in no interpreter; it compiles for all.
  private final JythonWorld home;

  public JythonDialect(ScriptEngineFactory factory) {
    this.factory = factory;
    factory.getScriptEngine(); // initializes Jython
    try {
      api = new JythonApi(factory.getClass().getClassLoader());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cannot use %s: %s; expected the classes of Jython 2.7".formatted(version(), e), e);
    }
    Object state = api.newState();
    Object compiler = Objects.requireNonNull(api.find(api.builtins(state), "compile"));
    bridge = api.call(compiler, bridgeText(), BRIDGE, "exec");
    home = new JythonWorld(api, bridge, null);
  }

  private static String bridgeText() {
    try (InputStream in = JythonDialect.class.getResourceAsStream(BRIDGE)) {
      return new String(Objects.requireNonNull(in, BRIDGE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String version() {
    return factory.getEngineName() + " " + factory.getEngineVersion();
  }

  @Override
  public Object compile(String source, String origin) {
    return home.compile(SourceEncoding.settled(source, origin), origin);
  }

  @Override
  public @Nullable Object run(Object compiled, Globals globals) {
    return worldOf(globals.owner()).run(compiled, globals);
  }

  private JythonWorld worldOf(@Nullable ModuleOwner owner) {
    return owner == null
        ? home
        : owner.part(JythonWorld.class, () -> new JythonWorld(api, bridge, owner));
  }
}
