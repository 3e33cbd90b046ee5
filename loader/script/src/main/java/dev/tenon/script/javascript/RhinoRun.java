// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.call.Callables;
import dev.tenon.code.Globals;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.script.dialect.GlobalNames;
import dev.tenon.script.dialect.ScriptValues;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.TenonCallable;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of a script in JavaScript: its global scope, and the functions and modules it was given.
final class RhinoRun extends ScriptValues {

  private final RhinoDialect dialect;
  private final RhinoApi api;
  private final Globals globals;
  private final Object standardObjects;
  private final Object functions;
  private final Object scope;

  RhinoRun(RhinoDialect dialect, RhinoApi api, Object standardObjects, Globals globals) {
    this.dialect = dialect;
    this.api = api;
    this.globals = globals;
    this.standardObjects = standardObjects;
    this.functions = api.functionPrototype(standardObjects);
    GlobalNames names = new GlobalNames(globals, this, name -> api.has(standardObjects, name));
    this.scope =
        api.implementing(
            new RhinoObject(this, new RhinoMembers.OfScope(names), standardObjects),
            "Scriptable",
            "ConstProperties");
  }

  /// Gives the functions of the script the attributes that functions of modules have. They inherit
  /// them: each run has standard objects of its own.
  private void nameFunctions() {
    ModuleObject module = module();
    if (module != null) {
      TenonCallable publicName = _ -> Defined.importName(module);
      TenonCallable ownName = _ -> module.name();
      call(
          Objects.requireNonNull(
              inContext(context -> api.execute(dialect.functionNames(), context, standardObjects))),
          Map.of(),
          new Object[] {function(publicName), function(ownName)});
    }
  }

  RhinoApi api() {
    return api;
  }

  /// The scope of the script.
  Object scope() {
    return scope;
  }

  @Nullable Object run(Object script) {
    nameFunctions();
    return fromScript(inContext(context -> api.execute(script, context, scope)));
  }

  private @Nullable Object inContext(Function<Object, @Nullable Object> work) {
    return api.inContext(context -> {
      try {
        return work.apply(context);
      } catch (RuntimeException e) {
        throw RhinoErrors.raised(e, api);
      }
    });
  }

  @Override
  protected @Nullable Object call(
      Object function,
      Map<String, ? extends @Nullable Object> keywords,
      @Nullable Object[] arguments) {
    if (!keywords.isEmpty()) {
      throw new TypeError(
          "functions in JavaScript take no keyword arguments, found %s; pass them by position"
              .formatted(keywords.keySet()));
    }
    return inContext(context -> {
      @Nullable Object[] converted = new @Nullable Object[arguments.length];
      for (int index = 0; index < converted.length; index++) {
        converted[index] = api.toJs(arguments[index], scope);
      }
      return api.call(function, context, scope, converted);
    });
  }

  @Override
  protected Object function(TenonCallable callable) {
    return api.implementing(
        new RhinoObject(this, new RhinoMembers.OfFunction(callable), functions),
        "Function",
        "Wrapper");
  }

  @Override
  protected Object module(ModuleObject module) {
    RhinoObject handler = new RhinoObject(this, new RhinoMembers.OfModule(module), null);
    return Callables.isCallable(module)
        ? api.implementing(handler, "Function", "Wrapper")
        : api.implementing(handler, "Scriptable", "Wrapper");
  }

  /// An error of a module as JavaScript can catch it.
  RuntimeException thrown(TenonError error) {
    return api.thrown(error, standardObjects);
  }

  /// The module that the script runs in; null for a mapping of the user.
  @Nullable ModuleObject module() {
    ModuleObject module = globals.module();
    return module == null ? ModuleObject.owning(globals.mapping()) : module;
  }

  @Override
  protected Object world() {
    ModuleOwner owner = globals.owner();
    return owner == null ? dialect : owner;
  }

  @Override
  protected @Nullable ModuleObject definerOf(Object function) {
    Object top = api.topScope(function);
    return Proxy.isProxyClass(top.getClass())
            && Proxy.getInvocationHandler(top) instanceof RhinoObject scopeOfScript
        ? scopeOfScript.module()
        : null;
  }

  @Override
  protected @Nullable String nameOf(Object function) {
    return api.get(function, "name") instanceof CharSequence name && !name.isEmpty()
        ? name.toString()
        : null;
  }

  @Override
  protected @Nullable Object member(Object function, String name) {
    Object value = inContext(context -> api.get(function, name));
    if (value == api.notFound()) {
      throw new AttributeError(
          "'function' object has no attribute %s".formatted(Escapes.quoted(name)));
    }
    return fromScript(value);
  }

  @Override
  protected void setMember(Object function, String name, @Nullable Object value) {
    inContext(context -> {
      api.put(function, name, api.toJs(toScript(value), scope));
      return null;
    });
  }

  @Override
  protected void deleteMember(Object function, String name) {
    inContext(context -> {
      api.delete(function, name);
      return null;
    });
  }

  @Override
  protected List<String> members(Object function) {
    return Arrays.stream(api.propertyNames(function)).map(String::valueOf).toList();
  }

  @Override
  protected boolean isFunction(Object value) {
    return api.isFunction(value);
  }

  @Override
  protected @Nullable Object unwrap(Object value) {
    return api.unwrapped(value);
  }

  @Override
  protected boolean hasOneNumberType() {
    return true;
  }
}
