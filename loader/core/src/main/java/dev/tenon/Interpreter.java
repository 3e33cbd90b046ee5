// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.call.SerialLock;
import dev.tenon.code.Code;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.InterpreterNotFoundError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.event.AuditHook;
import dev.tenon.event.PhaseListener;
import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import dev.tenon.imports.ImportSystem;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleHost.CloseAction;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.registry.SysModules;
import dev.tenon.spi.ImportControl;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.text.TypeNames;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An isolated world of modules: its own `sys.modules`, `__main__`, builtins, path and streams.
/// Interpreters are cheap; a JVM may hold many. Any thread may use one. Closing it releases the
/// state of every module it loaded.
public final class Interpreter implements AutoCloseable {

  /// The layouts that these modules of all interpreters have in common.
  private static final ModuleDef BUILTINS = ModuleDef.of("builtins").build();

  private static final ModuleDef MAIN = ModuleDef.of("__main__").build();
  private static final TenonCallable EXEC = Code::exec;
  private static final TenonCallable EVAL = Code::eval;

  private static final String NEW_INTERPRETER = "cpython.PyInterpreterState_New";

  private final InterpreterConfig config;
  private final @Nullable Interpreter parent;
  private final OwnerView view;
  private final ImportSystem imports;
  private final ImportControl importControl;
  private final ModuleObject main;
  private final ModuleObject builtins;
  private final SerialLock serialLock;
  private final Shutdown shutdown = new Shutdown();
  private final AuditHooks auditHooks;
  private final Running running = new Running();
  private volatile @Nullable Subinterpreters children;

  Interpreter(InterpreterConfig config, @Nullable Interpreter parent) {
    this.config = config;
    this.parent = parent;
    view = new OwnerView(this, config, parent);
    serialLock =
        parent != null && sharesLock() ? parent.serialLock : new SerialLock(this::warnOfEnded);
    auditHooks =
        new AuditHooks(
            parent != null && config.inheritsAuditHooks() ? parent.auditHooks.own() : List.of());
    config.auditHooks().forEach(auditHooks::add);
    AtomicReference<@Nullable ImportControl> control = new AtomicReference<>();
    imports =
        new ImportSystem(view, config.path(), config.arguments(), config.links(), control::set);
    importControl = Objects.requireNonNull(control.get());
    builtins = Modules.create(BUILTINS, "builtins", view);
    Map<String, @Nullable Object> names = builtins.namespace();
    names.put("__spec__", ModuleSpec.of("builtins", null).origin("built-in").build());
    names.put("__import__", imports.standardImport());
    names.put("importModule", (TenonCallable) this::callImportModule);
    names.put("exec", EXEC);
    names.put("eval", EVAL);
    main = Modules.create(MAIN, "__main__", view);
    main.set("__builtins__", builtins);
    modules().put("builtins", builtins);
    modules().put("__main__", main);
  }

  /// A new interpreter with the standard configuration.
  public static Interpreter create() {
    return builder().build();
  }

  /// Opens an interpreter.
  public static Interpreter open(InterpreterConfig config) {
    Objects.requireNonNull(config, "config");
    if (ModuleOwner.CURRENT.isBound()) {
      ModuleOwner.CURRENT.get().audit(NEW_INTERPRETER);
    } else {
      AuditHooks.ofProcess().audit(NEW_INTERPRETER);
    }
    return new Interpreter(config, null);
  }

  /// Describes an interpreter and opens it.
  public static Builder builder() {
    return new Builder(null);
  }

  /// Describes a sub-interpreter of this one and opens it. It begins with the path, arguments,
  /// streams, warning listener, checks and link policy of this one; it may not load native modules
  /// that this one may not, nor files that the pins of this one do not admit; it has the audit
  /// hooks of this one; and it is closed with this one. One that is not isolated has the lock for
  /// serialized modules in common with this one, as CPython's interpreters with a shared GIL.
  public Builder subinterpreter() {
    return new Builder(this);
  }

  /// Describes an interpreter.
  public static final class Builder extends InterpreterConfig.Settings<Builder> {
    private final @Nullable Interpreter parent;

    private Builder(@Nullable Interpreter parent) {
      this.parent = parent;
      if (parent != null) {
        inherit(parent.config);
      }
    }

    @Override
    Builder self() {
      return this;
    }

    /// The interpreter, open.
    ///
    /// @throws InterpreterError if it would be a sub-interpreter of one that is closed
    public Interpreter build() {
      InterpreterConfig config = new InterpreterConfig(this);
      return parent == null ? open(config) : parent.openChild(config);
    }
  }

  /// Notifies the audit hooks of the parent: a module that opens an interpreter does not get away
  /// from them unseen.
  private Interpreter openChild(InterpreterConfig config) {
    audit(NEW_INTERPRETER);
    return children().add(config, this);
  }

  /// The interpreter that this one is a sub-interpreter of; null for a main interpreter.
  public @Nullable Interpreter parent() {
    return parent;
  }

  /// The open sub-interpreters of this one, in the order in which they were made.
  public List<Interpreter> subinterpreters() {
    Subinterpreters made = children;
    return made == null ? List.of() : made.all();
  }

  synchronized Subinterpreters children() {
    Subinterpreters made = children;
    if (made == null) {
      made = new Subinterpreters();
      children = made;
    }
    return made;
  }

  /// The interpreter that the current thread has entered.
  ///
  /// @throws InterpreterError if it has entered none
  public static Interpreter current() {
    return ((OwnerView) ModuleHost.current()).interpreter();
  }

  /// The configuration it was made with.
  public InterpreterConfig config() {
    return config;
  }

  /// Its import system: finders, path, hooks.
  public ImportSystem imports() {
    return imports;
  }

  /// `sys.modules`.
  public SysModules modules() {
    return imports.modules();
  }

  /// The `__main__` module.
  public ModuleObject main() {
    return main;
  }

  /// The builtins module.
  public ModuleObject builtins() {
    return builtins;
  }

  /// Makes a module that lives in this interpreter and is registered nowhere: imports in its code
  /// are imports in this interpreter, and it ends with it.
  ///
  /// @param name its `__name__`
  public ModuleObject newModule(String name) {
    return Modules.create(name, null, view);
  }

  /// Its standard output as modules print to it, in UTF-8: what the configuration says.
  public PrintStream out() {
    return view.out();
  }

  /// Imports a module by its full name, `"package.module"`, and returns the module itself.
  ///
  /// @throws dev.tenon.error.ModuleNotFoundException if no finder knows it
  /// @throws dev.tenon.error.ImportException if it cannot be loaded
  /// @throws TenonError what the module's body raises
  /// @throws TypeError if the import yields an object that is no module; see [#importByName]
  /// @throws InterpreterError if the interpreter is closed
  public ModuleObject importModule(String name) {
    Objects.requireNonNull(name, "the name of a module is null");
    checkOpen();
    Object imported = imports.importModule(name);
    if (imported instanceof ModuleObject module) {
      return module;
    }
    throw new TypeError(
        "the import of %s yields a '%s', expected a module; use importByName()"
            .formatted(Escapes.quoted(name), TypeNames.of(imported)));
  }

  /// Imports a module by its full name and returns what `sys.modules` holds for it, which its body
  /// may have replaced by any object.
  ///
  /// @throws dev.tenon.error.ImportException if it cannot be imported
  /// @throws TenonError what the module's body raises
  /// @throws InterpreterError if the interpreter is closed
  public @Nullable Object importByName(String name) {
    Objects.requireNonNull(name, "the name of a module is null");
    checkOpen();
    return imports.importModule(name);
  }

  /// The builtin `importModule(name)`, for scripts.
  private @Nullable Object callImportModule(@Nullable Object... arguments) {
    if (arguments.length == 1 && arguments[0] instanceof String name) {
      return importByName(name);
    }
    throw new TypeError(
        "importModule() takes one argument, the full name of a module as str (%d given)"
            .formatted(arguments.length));
  }

  /// Runs the body of a loaded module again, in the module object that exists, as CPython's
  /// `importlib.reload` does.
  ///
  /// @return what `sys.modules` holds for it afterwards, which the body may have replaced
  /// @throws dev.tenon.error.ImportException if the module is not registered or not found any
  ///   longer
  /// @throws TenonError what the module's body raises; what it has bound until then stays
  /// @throws TypeError if the body has put an object that is no module in its place
  /// @throws InterpreterError if the interpreter is closed
  public ModuleObject reload(ModuleObject module) {
    checkOpen();
    Object reloaded = imports.reload(module);
    if (reloaded instanceof ModuleObject object) {
      return object;
    }
    throw new TypeError(
        "the reload of %s yields a '%s', expected a module"
            .formatted(Escapes.quoted(module.name()), TypeNames.of(reloaded)));
  }

  /// Ends a module while the interpreter goes on, and forgets it: its clear and free slots run, its
  /// state is freed, its name leaves `sys.modules` and its package. The next import of the name
  /// loads it anew. Functions, resources and handles of it that the host has kept raise an
  /// [InterpreterError] from then on. The library of a native module is unmapped as soon as no
  /// interpreter uses it and the system cannot call it any more.
  ///
  /// Calls of other threads that begin meanwhile are awaited. Audit hooks are called before
  /// anything changes: `tenon.unload` with the name and the file.
  ///
  /// @param name the full name of the module
  /// @throws dev.tenon.error.ModuleInUseException if something that lives on has it: another module
  ///   of the interpreter has the module, a function or an object of it, or a submodule of it is
  ///   loaded; a thread is inside of it; objects that it has made are open. Nothing has changed
  ///   then
  /// @throws dev.tenon.error.ImportException if it is not in `sys.modules`, is being imported, is
  ///   `sys`, `builtins` or `__main__`, or declares that it is loaded once per process
  /// @throws TypeError if `sys.modules` has an object for it that is no module
  /// @throws TenonError what a clear or free slot raises; the module is unloaded all the same
  /// @throws InterpreterError if the interpreter is closed, or the current thread is inside of the
  ///   module
  public void unload(String name) {
    Objects.requireNonNull(name, "the name of a module is null");
    checkOpen();
    imports.unload(name);
  }

  /// Reloads modules when their files change, until the watch or the interpreter is closed: `.so`
  /// files and jars whose new version has an upgrade slot, scripts, C declarations. Files are
  /// looked at five times a second, and reloaded once they have come to rest. A version that cannot
  /// be loaded leaves the earlier one as it is. The main module is not reloaded.
  ///
  /// @param listener notified of each module that was reloaded or could not be, by a thread of the
  ///   watch
  /// @throws InterpreterError if the interpreter is closed
  public ModuleWatch watch(Consumer<? super ModuleWatch.Change> listener) {
    Objects.requireNonNull(listener, "listener");
    checkOpen();
    return ModuleWatch.of(this, listener);
  }

  void checkOpen() {
    if (!shutdown.isOpen()) {
      throw new InterpreterNotFoundError("the interpreter is closed; make a new one");
    }
  }

  SerialLock serialLock() {
    return serialLock;
  }

  boolean isMain() {
    return parent == null;
  }

  /// A sub-interpreter allows no more than its parent.
  boolean allowsNative(String module) {
    return config.allowsNative(module) && (parent == null || parent.allowsNative(module));
  }

  /// Whether there is an audit hook, of this interpreter or of the process.
  public boolean isAudited() {
    return auditHooks.areAny();
  }

  /// Adds a module instance to release at the end.
  ///
  /// @return false if it is too late for it
  boolean closeLater(CloseAction instance) {
    return shutdown.closeLater(instance);
  }

  /// Puts an action in the place of the last one that meets a condition.
  ///
  /// @return whether there was one
  boolean replaceCloseAction(Predicate<CloseAction> replaced, CloseAction action) {
    return shutdown.replace(replaced, action);
  }

  /// Takes the last action that meets a condition from those that run at the end.
  ///
  /// @return null if there is none
  @Nullable CloseAction takeCloseAction(Predicate<CloseAction> condition) {
    return shutdown.take(condition);
  }

  ImportControl importControl() {
    return importControl;
  }

  OwnerView view() {
    return view;
  }

  /// Runs an action with this interpreter as [#current].
  public void run(Runnable action) {
    Objects.requireNonNull(action, "action");
    checkOpen();
    ScopedValue.where(ModuleOwner.CURRENT, view).run(action);
  }

  /// Runs an action with this interpreter as [#current].
  ///
  /// @return what the action returns
  /// @throws InterpreterError if the interpreter is closed
  /// @throws Exception what the action throws
  public <T> T enter(Callable<T> action) throws Exception {
    Objects.requireNonNull(action, "action");
    checkOpen();
    return ModuleOwner.CURRENT.isBound() && ModuleOwner.CURRENT.get() == view
        ? action.call()
        : ScopedValue.where(ModuleOwner.CURRENT, view).call(action::call);
  }

  /// Runs code in the `__main__` module, which keeps what the code defines for the next one
  /// (INTERP-05).
  ///
  /// @throws ExecutionFailed if the code raises anything but an `Error` of the JVM; it has the
  ///   words of what was raised, not the object (INTERP-07)
  /// @throws InterpreterError if the interpreter is closed
  public void exec(Code code) {
    Objects.requireNonNull(code, "code");
    checkOpen();
    running.begin();
    try {
      enter(() -> {
        code.exec(main);
        return true;
      });
    } catch (Exception e) {
      throw ExecutionFailed.of(e);
    } finally {
      running.end();
    }
  }

  /// Whether a thread is in [#exec] now.
  ///
  /// @throws InterpreterNotFoundError if the interpreter is closed (INTERP-08)
  public boolean isRunning() {
    checkOpen();
    return running.isUnderWay();
  }

  private void warnOfEnded(Thread thread) {
    warn(
        new Warning(
            Warning.Category.RUNTIME,
            "thread %s ended while it held the lock of the serialized modules, which was released;"
                    .formatted(Escapes.quoted(thread.getName()))
                + " a thread that calls tn_attach() has to call tn_detach() before it ends"));
  }

  /// Whether it has the lock for serialized modules in common with its parent.
  private boolean sharesLock() {
    return parent != null && !config.isIsolated();
  }

  /// What was refused: extensions that were found and not let in because of what they declare or of
  /// what this interpreter allows. The last thousand different ones, the oldest first. Each is also
  /// an audit event `tenon.refused` with name, origin and reason.
  public List<Refusal> refusals() {
    return view.refusals();
  }

  /// The modules that were forced in, in the order in which they were; see
  /// [InterpreterConfig.Builder#force].
  public List<Taint> taints() {
    return view.taints();
  }

  /// Reports a warning to the warning listener of the configuration.
  public void warn(Warning warning) {
    config.warningListener().accept(warning);
  }

  /// Adds an audit hook (PEP 578), which cannot be removed again. The hooks that are there already
  /// are notified by the event `sys.addaudithook`; if one of them raises an ordinary error, the new
  /// hook is not added, and no error is reported.
  public void addAuditHook(AuditHook hook) {
    Objects.requireNonNull(hook, "hook");
    auditHooks.add(hook);
  }

  /// Adds an audit hook for all interpreters of the process, those included that exist already and
  /// those that modules make. It is called before the hooks of an interpreter, and cannot be
  /// removed. Otherwise as [#addAuditHook]. The interpreter that an event comes from is [#current]
  /// where the thread has entered one.
  public static void addProcessAuditHook(AuditHook hook) {
    Objects.requireNonNull(hook, "hook");
    AuditHooks.ofProcess().add(hook);
  }

  /// Raises an audit event: calls all hooks in the order in which they were added.
  ///
  /// @throws RuntimeException what the first hook raises that forbids what the event announces; the
  ///   hooks after it are not called
  public void audit(String event, @Nullable Object... arguments) {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(arguments, "arguments");
    auditHooks.audit(event, arguments);
  }

  /// Adds a listener that is notified of each phase of each load: find, query, check, create, state
  /// and exec, with duration, outcome and, if it wants them, effects. JDK Flight Recorder gets the
  /// same as `dev.tenon.ModulePhase` events without a listener.
  public void addPhaseListener(PhaseListener listener) {
    Objects.requireNonNull(listener, "listener");
    view.addPhaseListener(listener);
  }

  /// Runs a callback when the interpreter closes, as CPython's `atexit` does: the callbacks run in
  /// reverse order, in this interpreter, while all modules are intact and can be imported.
  ///
  /// **Differs from CPython:** a callback that is added by another one runs, too.
  ///
  /// @throws InterpreterError if the callbacks have run already
  public void onExit(CloseAction callback) {
    Objects.requireNonNull(callback, "callback");
    if (!shutdown.onExit(callback)) {
      throw new InterpreterError("cannot add an exit callback: the interpreter is closed");
    }
  }

  /// Whether the interpreter was closed: its exit callbacks have run, and its modules are given
  /// back.
  public boolean isClosed() {
    return shutdown.hasEnded();
  }

  /// Closes the interpreter, exactly once; closing again does nothing. In CPython's order:
  ///
  /// 1. the exit callbacks run ([#onExit]); everything works as before;
  /// 2. its sub-interpreters are closed, the last one first;
  /// 3. the search for modules ends: `sys.meta_path` and its like are None;
  /// 4. the modules' clear and free slots run in reverse order of loading and their state is freed;
  ///    all attributes can still be read;
  /// 5. the names of all its modules are set to None, those of `sys` and builtins last.
  ///
  /// Calls that other threads have under way in native modules are awaited; later ones are refused.
  /// Modules that were built by hand and belong to no interpreter keep their names.
  ///
  /// @throws InterpreterError if the current thread is inside the interpreter or one of its
  ///   sub-interpreters: it has entered it, or is in one of its functions, serialized or native.
  ///   Nothing is closed (INTERP-09)
  /// @throws TenonError the first failure of a callback or slot, with the others suppressed;
  ///   everything is closed all the same
  /// @throws Error the first failure, if it is one
  @Override
  public void close() {
    if (shutdown.hasBegun()) {
      return;
    }
    Interpreter entered = findEntered();
    if (entered != null) {
      throw new InterpreterError(
          "cannot close the current interpreter%s: this thread is inside; let the host close it"
                  .formatted(entered == this ? "" : ", the parent of " + entered)
              + " when the call has returned");
    }
    shutdown.run(this);
  }

  /// Closes the sub-interpreters, the last one first, and lets no further ones be made.
  void closeSubinterpreters(Consumer<CloseAction> closer) {
    children().seal().reversed().forEach(child -> closer.accept(child::close));
  }

  /// Notifies the parent that this interpreter is closed.
  void leaveParent() {
    if (parent != null) {
      parent.children().remove(this);
    }
  }

  /// The interpreter that the current thread is inside of: this one or a sub-interpreter.
  private @Nullable Interpreter findEntered() {
    boolean isCurrent = ModuleOwner.CURRENT.isBound() && ModuleOwner.CURRENT.get() == view;
    boolean isLocked = !sharesLock() && serialLock.isHeldByCurrentThread();
    if (isCurrent || isLocked || shutdown.isEntered()) {
      return this;
    }
    return subinterpreters().stream()
        .map(Interpreter::findEntered)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// The printed form shows what the interpreter is tainted by.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(parent == null ? "<Interpreter" : "<Subinterpreter");
    if (config.name() != null) {
      text.append(" '").append(config.name()).append('\'');
    }
    if (isClosed()) {
      text.append(" closed");
    }
    if (!taints().isEmpty()) {
      text.append(" tainted by ")
          .append(taints().stream().map(Taint::module).collect(Collectors.joining(", ")));
    }
    return text.append('>').toString();
  }
}
