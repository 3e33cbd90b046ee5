package dev.tenon.script;

import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.TenonCallable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of a script in JavaScript: its global scope, and the functions and modules it was given.
final class RhinoRun extends ScriptValues {

  private final RhinoDialect dialect;
  private final RhinoApi api;
  private final Object functions;
  private final Object scope;

  RhinoRun(RhinoDialect dialect, RhinoApi api, Object standardObjects, Globals globals) {
    this.dialect = dialect;
    this.api = api;
    this.functions = api.functionPrototype(standardObjects);
    GlobalNames names =
        new GlobalNames(globals, this, name -> api.has(standardObjects, name), false);
    this.scope =
        api.implementing(
            new RhinoObject(this, new RhinoMembers.OfScope(names), standardObjects),
            "Scriptable",
            "ConstProperties");
  }

  RhinoApi api() {
    return api;
  }

  /// The scope of the script.
  Object scope() {
    return scope;
  }

  @Nullable Object run(Object script) {
    return fromScript(inContext(context -> api.execute(script, context, scope)));
  }

  private @Nullable Object inContext(Function<Object, @Nullable Object> work) {
    return api.inContext(context -> {
      try {
        return work.apply(context);
      } catch (RuntimeException e) {
        throw RhinoErrors.raised(e);
      }
    });
  }

  @Override
  @Nullable Object call(Object function, @Nullable Object[] arguments) {
    return inContext(context -> {
      @Nullable Object[] converted = new @Nullable Object[arguments.length];
      for (int index = 0; index < converted.length; index++) {
        converted[index] = api.toJs(arguments[index], scope);
      }
      return api.call(function, context, scope, converted);
    });
  }

  @Override
  Object function(TenonCallable callable) {
    return api.implementing(
        new RhinoObject(this, new RhinoMembers.OfFunction(callable), functions),
        "Function",
        "Wrapper");
  }

  @Override
  Object module(ModuleObject module) {
    return api.implementing(
        new RhinoObject(this, new RhinoMembers.OfModule(module), null), "Scriptable", "Wrapper");
  }

  @Override
  Dialect dialect() {
    return dialect;
  }

  @Override
  boolean isFunction(Object value) {
    return api.isFunction(value);
  }

  @Override
  @Nullable Object unwrap(Object value) {
    return api.unwrapped(value);
  }

  @Override
  boolean hasOneNumberType() {
    return true;
  }
}
