// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.code.Globals;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.script.dialect.ScriptErrors;
import dev.tenon.script.dialect.ScriptLanguage;
import dev.tenon.script.dialect.ScriptValues;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.TenonCallable;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Python in one interpreter: a `sys` and builtins of its own, the modules and functions that its
/// scripts were given, and the names that they define. Any thread may use it.
///
/// Whatever calls Python goes through [#entered], which makes this `sys` the current one: Jython
/// takes the builtins of a function from the frame below it.
final class JythonWorld extends ScriptValues {

  private static final Set<String> FUNCTIONS =
      Set.of("PyFunction", "PyMethod", "PyMethodDerived", "PyBuiltinCallable");
  private static final Set<String> CLASSES = Set.of("PyType", "PyTypeDerived", "PyClass");

  private final JythonApi api;
  private final @Nullable ModuleOwner owner;
  private final Object state;
  private final Object bridge;
  private final JythonHost host;
  private final @Nullable JythonModules modules;

  /// What scripts have in place of modules and functions, so that `is` holds.
  private final Map<Object, WeakReference<Object>> wrappers =
      Collections.synchronizedMap(new WeakHashMap<>());

  /// The subclasses of `types.ModuleType` that describe kinds.
  private final Map<ModuleKind, Object> classes = Collections.synchronizedMap(new WeakHashMap<>());

  /// The modules whose code has defined classes.
  private final Map<Object, WeakReference<ModuleObject>> definers =
      Collections.synchronizedMap(new WeakHashMap<>());

  /// Python in an interpreter.
  ///
  /// @param compiledBridge a script of Tenon's own, which this world runs once
  /// @param owner null for code that runs in none
  JythonWorld(JythonApi api, Object compiledBridge, @Nullable ModuleOwner owner) {
    this.api = api;
    this.owner = owner;
    this.state = api.newState();
    this.host = new JythonHost(this, owner);
    this.modules = owner == null ? null : new JythonModules(this, JythonHost.registry(owner));
    this.bridge = entered(() -> openBridge(compiledBridge));
    if (owner != null) {
      owner.closeLater(() -> api.close(state));
    }
  }

  private Object openBridge(Object compiledBridge) {
    Object names = api.dictionary(new java.util.concurrent.ConcurrentHashMap<Object, Object>());
    api.run(compiledBridge, names, api.builtins(state));
    Object opened = Objects.requireNonNull(api.find(names, "open"));
    Object made =
        api.call(
            opened,
            (Function<List<?>, @Nullable Object>) host::answer,
            JythonHost.kinds(),
            owner != null);
    if (modules != null) {
      adoptModules(modules);
    }
    return made;
  }

  private void adoptModules(JythonModules view) {
    Object before = api.modules(state);
    for (Object name : (Iterable<?>) Objects.requireNonNull(keysOf(before))) {
      String text = String.valueOf(name);
      view.put(text, api.find(before, text));
    }
    api.setModules(state, api.dictionary(view));
  }

  private @Nullable Object keysOf(Object mapping) {
    Object list = Objects.requireNonNull(api.find(api.builtins(state), "list"));
    return api.toJava(api.call(list, mapping));
  }

  JythonApi api() {
    return api;
  }

  /// The builtins of Python, a mapping.
  Object builtins() {
    return api.builtins(state);
  }

  /// Whether Python itself has a builtin of this name.
  boolean isOfLanguage(String name) {
    return api.find(api.builtins(state), name) != null;
  }

  /// Whether a module of this name is one of Jython's that is imported.
  boolean isOwnModule(String name) {
    return modules != null && modules.isOwn(name);
  }

  /// Does something with this `sys` as the current one.
  <T extends @Nullable Object> T entered(Supplier<T> action) {
    Object thread = api.threadState();
    Object before = api.systemStateOf(thread);
    if (before == state) {
      return action.get();
    }
    Object frame = api.frameOf(thread);
    api.setSystemState(thread, state);
    api.setFrame(thread, null);
    try {
      return action.get();
    } finally {
      api.setSystemState(thread, before);
      api.setFrame(thread, frame);
    }
  }

  Object compile(String source, String origin) {
    return Objects.requireNonNull(ask("compile", source, origin));
  }

  @Nullable Object run(Object compiled, Globals globals) {
    Object names = api.dictionary(new JythonNames(this, globals, true));
    return fromScript(ask("run", runner(compiled, names)));
  }

  private Supplier<Object> runner(Object compiled, Object names) {
    return () -> api.run(compiled, names, builtins());
  }

  /// Calls a function of the bridge.
  ///
  /// @throws TenonError what the script raises
  private @Nullable Object ask(String function, @Nullable Object... arguments) {
    return entered(() -> {
      ScriptFault fault = new ScriptFault();
      @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
      all[0] = fault;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      Object value;
      try {
        value = api.toJava(api.call(bridgeFunction(function), all));
      } catch (RuntimeException e) {
        throw fault.orElse(e);
      } catch (NoClassDefFoundError e) {
        TenonError ofMachine = ScriptErrors.ofMachine(e, "");
        throw ofMachine == null
            ? ScriptLanguage.PYTHON.incomplete("a script in Python", e)
            : ofMachine;
      }
      fault.check();
      return value;
    });
  }

  private Object bridgeFunction(String name) {
    return Objects.requireNonNull(api.find(bridge, name), name);
  }

  /// Makes an error of a module one that Python can catch by its kind.
  RuntimeException raised(TenonError error) {
    return entered(() ->
        api.raisable(api.call(bridgeFunction("error"), error.kind(), argumentOf(error), error)));
  }

  /// What the exception of Python is made of: its text, or the status that a `SystemExit` has.
  private static Object argumentOf(TenonError error) {
    String message = error.getMessage();
    return error instanceof SystemExit exit && message == null
        ? exit.status()
        : Objects.requireNonNullElse(message, "");
  }

  /// Does something that Python asked for.
  <T extends @Nullable Object> T raising(Supplier<T> action) {
    try {
      return action.get();
    } catch (TenonError e) {
      throw raised(e);
    }
  }

  /// A value of a module as an object of Python.
  Object pythonOf(@Nullable Object value) {
    return api.toPython(toScript(value));
  }

  /// An object of Python as a value of a module.
  @Nullable Object tenonOf(@Nullable Object value) {
    return fromScript(value == null ? null : api.toJava(value));
  }

  /// Notes that a module has defined a function or a class, whose names of modules are set.
  void define(@Nullable ModuleObject module, @Nullable Object value) {
    if (module == null || value == null || !isFunction(value)) {
      return;
    }
    Object answer = ask("define", value, module.name(), Defined.importName(module));
    if (Boolean.TRUE.equals(answer) && CLASSES.contains(simpleName(value))) {
      definers.putIfAbsent(value, new WeakReference<>(module));
    }
  }

  @Override
  protected @Nullable ModuleObject definerOf(Object function) {
    Object globals = api.globalsOf(function);
    if (globals != null) {
      return api.mapOf(globals) instanceof JythonNames names ? names.module() : null;
    }
    WeakReference<ModuleObject> known = definers.get(function);
    return known == null ? null : known.get();
  }

  @Override
  protected Object world() {
    return this;
  }

  @Override
  protected @Nullable Object call(
      Object function,
      Map<String, ? extends @Nullable Object> keywords,
      @Nullable Object[] arguments) {
    Map<Object, @Nullable Object> named = new LinkedHashMap<>();
    keywords.forEach((name, value) -> named.put(name, toScript(value)));
    return ask("call", function, Arrays.asList(arguments), named);
  }

  @Override
  protected @Nullable Object member(Object function, String name) {
    return fromScript(ask("get", function, name));
  }

  @Override
  protected void setMember(Object function, String name, @Nullable Object value) {
    ask("set", function, name, toScript(value));
  }

  @Override
  protected void deleteMember(Object function, String name) {
    ask("delete", function, name);
  }

  @Override
  protected List<String> members(Object function) {
    return ((List<?>) Objects.requireNonNull(ask("dir", function)))
        .stream().map(String::valueOf).toList();
  }

  @Override
  protected Object function(TenonCallable callable) {
    return wrapper(callable, () -> ask("function", callable));
  }

  @Override
  protected Object module(ModuleObject module) {
    return wrapper(module, () -> ask("module", module, classes.get(module.kind())));
  }

  /// Gives a module a kind that a class of a script describes.
  void setKind(ModuleObject module, Object type, ModuleKind kind) {
    classes.put(kind, type);
    module.setKind(kind);
    wrappers.remove(module);
  }

  private Object wrapper(Object target, Supplier<@Nullable Object> maker) {
    WeakReference<Object> known = wrappers.get(target);
    Object wrapper = known == null ? null : known.get();
    if (wrapper == null) {
      wrapper = Objects.requireNonNull(maker.get());
      wrappers.put(target, new WeakReference<>(wrapper));
    }
    return wrapper;
  }

  /// The `__dict__` of a module.
  Object dictionaryOf(Map<String, @Nullable Object> mapping) {
    return api.dictionary(new JythonNames(this, Globals.of(mapping), false));
  }

  private static String simpleName(Object value) {
    return value.getClass().getSimpleName();
  }

  @Override
  protected boolean isFunction(Object value) {
    if (!api.isPython(value)) {
      return false;
    }
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      if (FUNCTIONS.contains(type.getSimpleName()) || CLASSES.contains(type.getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected @Nullable Object unwrap(Object value) {
    return simpleName(value).equals("PyObjectDerived") ? ask("unwrap", value) : value;
  }

  @Override
  protected boolean hasOneNumberType() {
    return false;
  }
}
