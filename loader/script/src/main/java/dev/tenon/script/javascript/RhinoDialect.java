// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.code.Globals;
import dev.tenon.script.dialect.Dialect;
import java.util.Objects;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/// JavaScript. Each run has an engine of its own, so that what a script does to `Array.prototype`
/// and its like stays in its module.
public final class RhinoDialect implements Dialect {

  private final ScriptEngineFactory factory;

  /// Evaluates to a function that adds to what all functions inherit.
  private static final String FUNCTION_NAMES =
      """
      (function (publicName, ownName) {
        function add(name, getter) {
          Object.defineProperty(Function.prototype, name, {
            configurable: true,
            get: getter,
            set: function (value) {
              Object.defineProperty(
                  this, name, {value: value, configurable: true, writable: true});
            }
          });
        }
        add('__name__', function () { return this.name; });
        add('__module__', function () { return publicName(); });
        add('__impl_module__', function () { return ownName(); });
        add('__doc__', function () { return null; });
      })
      """;

  private final RhinoApi api;
  private final Object functionNames;

  public RhinoDialect(ScriptEngineFactory factory) {
    this.factory = factory;
    try {
      api = new RhinoApi(factory.getClass().getClassLoader());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cannot use %s: %s; expected the classes of Rhino 1.9".formatted(version(), e), e);
    }
    functionNames = compile(FUNCTION_NAMES, "<functions>");
  }

  @Override
  public String version() {
    return factory.getEngineName() + " " + factory.getEngineVersion();
  }

  @Override
  public Object compile(String source, String origin) {
    return api.inContext(context -> {
      try {
        return api.compile(context, source, origin);
      } catch (RuntimeException e) {
        throw RhinoErrors.uncompiled(e, origin);
      }
    });
  }

  /// The compiled script that [RhinoRun] gives functions their names with.
  Object functionNames() {
    return functionNames;
  }

  @Override
  public @Nullable Object run(Object compiled, Globals globals) {
    return new RhinoRun(this, api, standardObjects(), globals).run(compiled);
  }

  private Object standardObjects() {
    try {
      return Objects.requireNonNull(factory.getScriptEngine().eval("Object.getPrototypeOf(this)"));
    } catch (ScriptException e) {
      throw new IllegalStateException("cannot use %s: %s".formatted(version(), e), e);
    }
  }
}
