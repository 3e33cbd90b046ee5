// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.call.Callables;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers for an object of Rhino's interfaces whose members live in modules.
final class RhinoObject implements InvocationHandler {

  private final RhinoRun run;
  private final RhinoMembers members;
  private final @Nullable Object prototype;

  RhinoObject(RhinoRun run, RhinoMembers members, @Nullable Object prototype) {
    this.run = run;
    this.members = members;
    this.prototype = prototype;
  }

  @Override
  public @Nullable Object invoke(
      Object self, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return arguments == null || arguments.length == 0
          ? plain(self, method)
          : withArguments(self, method, arguments);
    } catch (TenonError e) {
      throw run.thrown(e);
    } catch (RuntimeException e) {
      throw run.api().wrapped(e);
    }
  }

  /// The module whose names the members are, for a global scope.
  @Nullable ModuleObject module() {
    return run.module();
  }

  private @Nullable Object plain(Object self, Method method) throws Throwable {
    return switch (method.getName()) {
      case "getClassName" -> "Object";
      case "getPrototype" -> prototype;
      case "getParentScope" -> members.target() == null ? null : run.scope();
      case "getIds" -> members.names().toArray();
      case "unwrap" -> members.target();
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> Objects.toString(members.target(), "[object global]");
      default -> InvocationHandler.invokeDefault(self, method);
    };
  }

  private @Nullable Object withArguments(Object self, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (arguments[0] instanceof String name) {
      return named(method, name, arguments);
    }
    Object notFound = run.api().notFound();
    return switch (method.getName()) {
      case "call" -> call((Object[]) Objects.requireNonNull(arguments[3]));
      case "construct" -> throw new TypeError("cannot use 'new' with a function of a module");
      case "get" -> notFound;
      case "has", "hasInstance" -> false;
      case "getDefaultValue" -> Objects.toString(members.target(), "[object global]");
      case "equals" -> self == arguments[0];
      case "put" -> throw new TypeError("attribute name must be string");
      case "delete", "setPrototype", "setParentScope" -> null;
      default -> InvocationHandler.invokeDefault(self, method, arguments);
    };
  }

  private @Nullable Object named(Method method, String name, @Nullable Object[] arguments) {
    Object notFound = run.api().notFound();
    switch (method.getName()) {
      case "get" -> {
        Object value = members.getOrDefault(name, notFound, run);
        return value == notFound ? notFound : run.api().toJs(value, run.scope());
      }
      case "has" -> {
        return members.has(name);
      }
      case "put" -> members.put(name, arguments[2], run);
      case "putConst" -> members.put(name, arguments[2], run);
      case "defineConst" -> defineConstant(name);
      case "isConst" -> {
        return false;
      }
      case "delete" -> members.delete(name);
      default -> throw new IllegalStateException("cannot use Rhino: it calls " + method);
    }
    return null;
  }

  private void defineConstant(String name) {
    if (members instanceof RhinoMembers.OfScope scope) {
      scope.constants().add(name);
    }
  }

  private @Nullable Object call(@Nullable Object[] arguments) {
    TenonCallable callable = Callables.of(members.target());
    @Nullable Object[] converted = new @Nullable Object[arguments.length];
    for (int index = 0; index < converted.length; index++) {
      converted[index] = run.fromScript(arguments[index]);
    }
    return run.api().toJs(run.toScript(callable.call(converted)), run.scope());
  }
}
