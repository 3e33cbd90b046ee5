// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The public classes of Jython, which is no dependency of this module. Its `javax.script` engine
/// is not enough: all its engines share one set of builtins and one `sys`, and it stores names of
/// its own in the globals of the user.
final class JythonApi {

  private final Class<?> object;
  private final Class<?> exception;
  private final MethodHandle toPython;
  private final MethodHandle toJava;
  private final MethodHandle find;
  private final Method call;
  private final Method newString;
  private final Class<?> string;
  private final Constructor<?> newDictionary;
  private final Constructor<?> newState;
  private final Constructor<?> newFrame;
  private final Method copyNames;
  private final Method defaultBuiltins;
  private final Method setBuiltins;
  private final Field builtins;
  private final Field modules;
  private final Method close;
  private final Method threadState;
  private final Method systemState;
  private final Method setSystemState;
  private final Field frame;
  private final Method runCode;
  private final Method makeException;
  private final Class<?> dictionary;
  private final Method map;
  private final Method globalsOf;
  private final Class<?> function;

  /// The classes of the Jython that this loader knows.
  JythonApi(ClassLoader loader) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    object = type(loader, "PyObject");
    exception = type(loader, "PyException");
    string = type(loader, "PyString");
    dictionary = type(loader, "PyDictionary");
    function = type(loader, "PyFunction");
    Class<?> py = type(loader, "Py");
    Class<?> state = type(loader, "PySystemState");
    Class<?> thread = type(loader, "ThreadState");
    Class<?> frameType = type(loader, "PyFrame");
    Class<?> code = type(loader, "PyBaseCode");
    toPython =
        lookup
            .unreflect(py.getMethod("java2py", Object.class))
            .asType(MethodType.methodType(Object.class, Object.class));
    toJava =
        lookup
            .unreflect(object.getMethod("__tojava__", Class.class))
            .asType(MethodType.methodType(Object.class, Object.class, Class.class));
    find =
        lookup
            .unreflect(object.getMethod("__finditem__", String.class))
            .asType(MethodType.methodType(Object.class, Object.class, String.class));
    call = object.getMethod("__call__", object.arrayType());
    newString = py.getMethod("newStringOrUnicode", String.class);
    newDictionary = dictionary.getConstructor(ConcurrentMap.class, boolean.class);
    map = dictionary.getMethod("getMap");
    newState = state.getConstructor();
    newFrame = frameType.getConstructor(code, object, object, object);
    defaultBuiltins = state.getMethod("getDefaultBuiltins");
    copyNames = type(loader, "PyStringMap").getMethod("copy");
    setBuiltins = state.getMethod("setBuiltins", object);
    builtins = state.getField("builtins");
    modules = state.getField("modules");
    close = state.getMethod("close");
    threadState = py.getMethod("getThreadState");
    systemState = thread.getMethod("getSystemState");
    setSystemState = thread.getMethod("setSystemState", state);
    frame = thread.getField("frame");
    runCode = code.getMethod("call", thread, frameType, object);
    makeException = py.getMethod("makeException", object);
    globalsOf = function.getMethod("getFuncGlobals");
  }

  private static Class<?> type(ClassLoader loader, String name) throws ClassNotFoundException {
    return Class.forName("org.python.core." + name, true, loader);
  }

  /// A value as Python sees it.
  Object toPython(@Nullable Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    try {
      return (Object) toPython.invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// A text: `str` if it is ASCII, else `unicode`.
  Object text(String text) {
    return required(invoke(newString, null, text));
  }

  /// A value of Python as Java sees it.
  @Nullable Object toJava(Object value) {
    try {
      return object.isInstance(value) ? (Object) toJava.invokeExact(value, Object.class) : value;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// Whether a value is one of Python.
  boolean isPython(@Nullable Object value) {
    return object.isInstance(value);
  }

  /// The text of a key, or null if it is none.
  @Nullable String key(@Nullable Object key) {
    return string.isInstance(key) || key instanceof String ? String.valueOf(key) : null;
  }

  /// The item of a mapping of Python, or null.
  @Nullable Object find(Object mapping, String key) {
    try {
      return (Object) find.invokeExact(mapping, key);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// Calls a function of Python.
  Object call(Object function, @Nullable Object... arguments) {
    Object all = Array.newInstance(object, arguments.length);
    for (int index = 0; index < arguments.length; index++) {
      Array.set(all, index, toPython(arguments[index]));
    }
    return required(invoke(call, function, all));
  }

  /// A `dict` whose content is in a map of ours.
  Object dictionary(ConcurrentMap<?, ?> content) {
    return create(newDictionary, content, true);
  }

  /// The map behind a dictionary; null for other objects.
  @Nullable Object mapOf(@Nullable Object value) {
    return dictionary.isInstance(value) ? invoke(map, value) : null;
  }

  /// The globals of a function that was defined in Python; null for other objects.
  @Nullable Object globalsOf(Object value) {
    return function.isInstance(value) ? invoke(globalsOf, value) : null;
  }

  /// A `sys` of its own, with builtins of its own.
  Object newState() {
    Object state = create(newState);
    Object defaults = required(invoke(defaultBuiltins, null));
    invoke(setBuiltins, state, invoke(copyNames, defaults));
    return state;
  }

  /// The builtins of a `sys`, a mapping.
  Object builtins(Object state) {
    return required(get(builtins, state));
  }

  /// The `modules` of a `sys`.
  Object modules(Object state) {
    return required(get(modules, state));
  }

  void setModules(Object state, Object dictionary) {
    set(modules, state, dictionary);
  }

  void close(Object state) {
    invoke(close, state);
  }

  /// The Python side of the current thread.
  Object threadState() {
    return required(invoke(threadState, null));
  }

  @Nullable Object systemStateOf(Object thread) {
    return invoke(systemState, thread);
  }

  void setSystemState(Object thread, @Nullable Object state) {
    invoke(setSystemState, thread, state);
  }

  @Nullable Object frameOf(Object thread) {
    return get(frame, thread);
  }

  void setFrame(Object thread, @Nullable Object newest) {
    set(frame, thread, newest);
  }

  /// Runs compiled code. Nothing is added to its globals.
  Object run(Object code, Object globals, Object builtinNames) {
    Object own = create(newFrame, code, globals, globals, builtinNames);
    return required(invoke(runCode, code, threadState(), own, null));
  }

  /// An instance of an exception class of Python as what Java throws.
  RuntimeException raisable(Object instance) {
    return (RuntimeException) required(invoke(makeException, null, instance));
  }

  /// Whether an error is one that Python raised.
  boolean isRaised(Throwable error) {
    return exception.isInstance(error);
  }

  private static Object create(Constructor<?> constructor, @Nullable Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw unchecked(e);
    }
  }

  private static @Nullable Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw unchecked(e);
    }
  }

  private static void set(Field field, Object owner, @Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw unchecked(e);
    }
  }

  private static @Nullable Object invoke(
      Method method, @Nullable Object receiver, @Nullable Object... arguments) {
    try {
      return method.invoke(receiver, arguments);
    } catch (ReflectiveOperationException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case InvocationTargetException e when e.getCause() != null -> unchecked(e.getCause());
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("cannot use Jython: " + thrown, thrown);
    };
  }

  private static Object required(@Nullable Object value) {
    return Objects.requireNonNull(value, "cannot use Jython: it gave nothing");
  }
}
