// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.error.TenonError;
import dev.tenon.script.dialect.ScriptErrors;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The public classes of Rhino, which is no dependency of this module: its `javax.script` engine
/// cannot run a compiled script in a scope of another engine, and drops the cause of errors.
final class RhinoApi {

  private static final int ES6 = 200;

  private final ClassLoader loader;
  private final StoppableContexts contexts;
  private final Method enter;
  private final Method exit;
  private final Method current;
  private final Method setVersion;
  private final Method compile;
  private final Method execute;
  private final Method call;
  private final Method toJs;
  private final Method wrapError;
  private final Method hasProperty;
  private final Method functionPrototype;
  private final Method unwrap;
  private final Method getProperty;
  private final Method putProperty;
  private final Method deleteProperty;
  private final Method propertyNames;
  private final Method topScope;
  private final Method newObject;
  private final Constructor<?> thrown;
  private final Class<?> scriptable;
  private final Class<?> undefined;
  private final Class<?> callable;
  private final Object notFound;

  /// The classes of the Rhino that this loader knows.
  RhinoApi(ClassLoader loader) throws ReflectiveOperationException {
    this.loader = loader;
    contexts = new StoppableContexts(loader);
    Class<?> context = type("Context");
    scriptable = type("Scriptable");
    Class<?> objects = type("ScriptableObject");
    getProperty = objects.getMethod("getProperty", scriptable, String.class);
    putProperty = objects.getMethod("putProperty", scriptable, String.class, Object.class);
    deleteProperty = objects.getMethod("deleteProperty", scriptable, String.class);
    propertyNames = objects.getMethod("getPropertyIds", scriptable);
    topScope = objects.getMethod("getTopLevelScope", scriptable);
    newObject = context.getMethod("newObject", scriptable, String.class, Object[].class);
    thrown = type("JavaScriptException").getConstructor(Object.class, String.class, int.class);
    callable = type("Callable");
    undefined = type("Undefined");
    enter = context.getMethod("enter");
    exit = context.getMethod("exit");
    current = context.getMethod("getCurrentContext");
    setVersion = context.getMethod("setLanguageVersion", int.class);
    compile =
        context.getMethod("compileString", String.class, String.class, int.class, Object.class);
    execute = type("Script").getMethod("exec", context, scriptable, scriptable);
    call = callable.getMethod("call", context, scriptable, scriptable, Object[].class);
    toJs = context.getMethod("javaToJS", Object.class, scriptable);
    wrapError = context.getMethod("throwAsScriptRuntimeEx", Throwable.class);
    hasProperty = objects.getMethod("hasProperty", scriptable, String.class);
    functionPrototype = objects.getMethod("getFunctionPrototype", scriptable);
    unwrap = type("Wrapper").getMethod("unwrap");
    notFound = scriptable.getField("NOT_FOUND").get(null);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("org.mozilla.javascript." + name, true, loader);
  }

  /// Does a piece of work with the context of the current thread, which it makes if there is none.
  ///
  /// @throws TenonError if the stack or the heap ends; only who came first has the room to say so
  <T extends @Nullable Object> T inContext(Function<Object, T> work) {
    boolean isOuter = invoke(current, null) == null;
    Object context = isOuter ? newContext() : required(invoke(enter, null));
    try {
      if (isOuter) {
        invoke(setVersion, context, ES6);
      }
      return work.apply(context);
    } catch (StackOverflowError | OutOfMemoryError | NoClassDefFoundError e) {
      TenonError error = isOuter ? ScriptErrors.ofMachine(e, "") : null;
      if (error == null) {
        throw e;
      }
      throw error;
    } finally {
      invoke(exit, null);
    }
  }

  private Object newContext() {
    try {
      return contexts.enter();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot use Rhino: " + e, e);
    }
  }

  /// Compiles a script, which can be run in any scope.
  Object compile(Object context, String source, String origin) {
    return required(invoke(compile, context, source, origin, 1, null));
  }

  /// Runs a compiled script.
  @Nullable Object execute(Object script, Object context, Object scope) {
    return invoke(execute, script, context, scope, scope);
  }

  /// Calls a function, without an object that it would belong to.
  @Nullable Object call(
      Object function, Object context, Object scope, @Nullable Object[] arguments) {
    return invoke(call, function, context, scope, scope, arguments);
  }

  /// A value as JavaScript sees it.
  @Nullable Object toJs(@Nullable Object value, Object scope) {
    return invoke(toJs, null, value, scope);
  }

  /// An error of Java as one that JavaScript can catch.
  RuntimeException wrapped(Throwable error) {
    return (RuntimeException) required(invoke(wrapError, null, error));
  }

  /// An error of a module as an `Error` of JavaScript whose name is its kind; `javaException` is
  /// the error itself.
  ///
  /// @param standardObjects where the constructor is taken from
  RuntimeException thrown(TenonError error, Object standardObjects) {
    RuntimeException located = located(error);
    Object context = required(invoke(current, null));
    Object[] message = {Objects.requireNonNullElse(error.getMessage(), "")};
    Object made = required(invoke(newObject, context, standardObjects, "Error", message));
    put(made, "name", error.kind());
    put(made, "javaException", toJs(error, standardObjects));
    try {
      return (RuntimeException)
          thrown.newInstance(
              made, property(located, "sourceName"), property(located, "lineNumber"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot use Rhino: " + e, e);
    }
  }

  /// The error wrapped by Rhino, which notes the place in the script.
  private RuntimeException located(TenonError error) {
    try {
      return wrapped(error);
    } catch (RuntimeException e) {
      return e;
    }
  }

  /// A property of an object or of one of its prototypes, or [#notFound].
  @Nullable Object get(Object object, String property) {
    return invoke(getProperty, null, object, property);
  }

  void put(Object object, String property, @Nullable Object value) {
    invoke(putProperty, null, object, property, value);
  }

  void delete(Object object, String property) {
    invoke(deleteProperty, null, object, property);
  }

  Object[] propertyNames(Object object) {
    return (Object[]) required(invoke(propertyNames, null, object));
  }

  /// The global scope that a function was defined in.
  Object topScope(Object function) {
    return required(invoke(topScope, null, function));
  }

  /// Whether a value is an object of JavaScript.
  boolean isObject(@Nullable Object value) {
    return scriptable.isInstance(value);
  }

  /// Whether an object or one of its prototypes has a property.
  boolean has(Object object, String property) {
    return (boolean) required(invoke(hasProperty, null, object, property));
  }

  /// What all functions of these standard objects inherit from.
  Object functionPrototype(Object standardObjects) {
    return required(invoke(functionPrototype, null, standardObjects));
  }

  /// Stands for a property that is not there.
  Object notFound() {
    return notFound;
  }

  /// Whether a value can be called.
  boolean isFunction(Object value) {
    return callable.isInstance(value);
  }

  /// What stands behind a wrapper, null for `undefined`, else the value itself.
  @Nullable Object unwrapped(Object value) {
    if (undefined.isInstance(value)) {
      return null;
    }
    return unwrap.getDeclaringClass().isInstance(value) ? invoke(unwrap, value) : value;
  }

  /// An object that implements interfaces of Rhino.
  Object implementing(InvocationHandler handler, String... interfaces) {
    Class<?>[] types = new Class<?>[interfaces.length];
    try {
      for (int index = 0; index < types.length; index++) {
        types[index] = type(interfaces[index]);
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("cannot use Rhino: it lacks " + e.getMessage(), e);
    }
    return Proxy.newProxyInstance(loader, types, handler);
  }

  /// A property of an error, by the name of its getter.
  static @Nullable Object property(Object error, String getter) {
    try {
      return invoke(error.getClass().getMethod(getter), error);
    } catch (NoSuchMethodException _) {
      return null;
    }
  }

  private static @Nullable Object invoke(
      Method method, @Nullable Object receiver, @Nullable Object... arguments) {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("cannot use Rhino: " + e, e);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot use Rhino: " + e, e);
    }
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("cannot use Rhino: it gave nothing");
    }
    return value;
  }
}
