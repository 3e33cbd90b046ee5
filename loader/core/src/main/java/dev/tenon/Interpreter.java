package dev.tenon;

import dev.tenon.code.Code;
import dev.tenon.error.ExecutionFailed;
import dev.tenon.error.InterpreterError;
import dev.tenon.error.InterpreterNotFoundError;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.SysModules;
import dev.tenon.input.Escapes;
import dev.tenon.module.AuditHook;
import dev.tenon.module.CheckOptions;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.PhaseListener;
import dev.tenon.module.Refusal;
import dev.tenon.module.SerialLock;
import dev.tenon.module.Taint;
import dev.tenon.module.TenonCallable;
import dev.tenon.module.TypeNames;
import dev.tenon.module.Warning;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An isolated world of modules: its own `sys.modules`, `__main__`, builtins, path and streams.
/// Interpreters are cheap; a JVM may hold many. Any thread may use one. Closing it gives back the
/// state of every module it loaded.
public final class Interpreter implements ModuleOwner, AutoCloseable {

  /// The layouts that these modules of all interpreters have in common.
  private static final ModuleDef BUILTINS = ModuleDef.of("builtins").build();

  private static final ModuleDef MAIN = ModuleDef.of("__main__").build();
  private static final TenonCallable EXEC = Code::exec;
  private static final TenonCallable EVAL = Code::eval;

  private final InterpreterConfig config;
  private final ImportSystem imports;
  private final ModuleObject main;
  private final ModuleObject builtins;
  private final SerialLock serialLock;
  private final Shutdown shutdown = new Shutdown();
  private final AuditHooks auditHooks;
  private final Running running = new Running();
  private volatile @Nullable PhaseListener phaseListener;
  private volatile @Nullable LoadRecord loadRecord;
  private volatile @Nullable Subinterpreters children;
  private volatile @Nullable CloseWatchers closeWatchers;
  private @Nullable Parts parts;

  Interpreter(InterpreterConfig config) {
    this.config = config;
    serialLock =
        sharesLock() ? config.parentOrThrow().serialLock : new SerialLock(this::warnOfEnded);
    auditHooks = new AuditHooks(config.inheritedAuditHooks());
    config.auditHooks().forEach(auditHooks::add);
    imports = new ImportSystem(this, config.path(), config.arguments(), config.links());
    builtins = ModuleObject.of(BUILTINS, "builtins", this);
    Map<String, @Nullable Object> names = builtins.namespace();
    names.put("__spec__", ModuleSpec.of("builtins", null).origin("built-in").build());
    names.put("__import__", imports.standardImport());
    names.put("importModule", (TenonCallable) this::callImportModule);
    names.put("exec", EXEC);
    names.put("eval", EVAL);
    main = ModuleObject.of(MAIN, "__main__", this);
    main.set("__builtins__", builtins);
    modules().put("builtins", builtins);
    modules().put("__main__", main);
  }

  /// A new interpreter with the standard configuration.
  public static Interpreter create() {
    return builder().build();
  }

  /// Starts the configuration of a new interpreter.
  public static InterpreterConfig.Builder builder() {
    return new InterpreterConfig.Builder();
  }

  /// Starts the configuration of a sub-interpreter of this one. It begins with the path, arguments,
  /// streams, warning listener, checks and link policy of this one; it may not load native modules
  /// that this one may not; it has the audit hooks of this one; and it is closed with this one. One
  /// that is not isolated has the lock for serialized modules in common with this one, as CPython's
  /// interpreters with a shared GIL.
  public InterpreterConfig.Builder subinterpreter() {
    return new InterpreterConfig.Builder(this);
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
    return (Interpreter)
        ModuleOwner.CURRENT.orElseThrow(
            () -> new InterpreterError("this thread has entered no interpreter; use run()"));
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
  @Override
  public ModuleObject builtins() {
    return builtins;
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
    Object imported = importByName(name);
    if (imported instanceof ModuleObject module) {
      return module;
    }
    throw new TypeError(
        "the import of %s yields a '%s', expected a module; use importByName()"
            .formatted(Escapes.quoted(name), TypeNames.of(imported)));
  }

  @Override
  public @Nullable Object importByName(String name) {
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

  @Override
  public String explainMissing(ModuleObject module, String attribute, String sentence) {
    return isClosed() ? sentence : imports.explainMissing(module, attribute, sentence);
  }

  private void checkOpen() {
    if (!shutdown.isOpen()) {
      throw new InterpreterNotFoundError("the interpreter is closed; make a new one");
    }
  }

  /// Runs an action with this interpreter as [#current].
  public void run(Runnable action) {
    checkOpen();
    ScopedValue.where(ModuleOwner.CURRENT, this).run(action);
  }

  @Override
  public <T> T enter(Callable<T> action) throws Exception {
    checkOpen();
    return ModuleOwner.CURRENT.isBound() && ModuleOwner.CURRENT.get() == this
        ? action.call()
        : ScopedValue.where(ModuleOwner.CURRENT, this).call(action::call);
  }

  /// Runs code in the `__main__` module, which keeps what the code defines for the next one
  /// (INTERP-05).
  ///
  /// @throws ExecutionFailed if the code raises anything but an `Error` of the JVM; it has the
  ///   words of what was raised, not the object (INTERP-07)
  /// @throws InterpreterError if the interpreter is closed
  public void exec(Code code) {
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

  @Override
  public Lock serialLock() {
    return serialLock;
  }

  /// Whether it has the lock for serialized modules in common with its parent.
  private boolean sharesLock() {
    return config.parent() != null && !config.isIsolated();
  }

  @Override
  public boolean isMain() {
    return config.parent() == null;
  }

  @Override
  public boolean forces(String module) {
    return config.forces(module);
  }

  @Override
  public boolean allowsNative(String module) {
    return config.allowsNative(module);
  }

  @Override
  public boolean wantsPrivateImage(String module) {
    return config.wantsPrivateImage(module);
  }

  @Override
  public boolean wantsPrivateLibrary(String name) {
    return config.wantsPrivateLibrary(name);
  }

  @Override
  public <T> T part(Class<T> type, Supplier<T> maker) {
    return parts().get(type, maker);
  }

  private synchronized Parts parts() {
    Parts known = parts;
    if (known == null) {
      known = new Parts();
      parts = known;
    }
    return known;
  }

  /// What was refused: extensions that were found and not let in because of what they declare or of
  /// what this interpreter allows. The last thousand different ones, the oldest first. Each is also
  /// an audit event `tenon.refused` with name, origin and reason.
  public List<Refusal> refusals() {
    LoadRecord known = loadRecord;
    return known == null ? List.of() : known.refusals();
  }

  /// The modules that were forced in, in the order in which they were; see
  /// [InterpreterConfig.Builder#force].
  public List<Taint> taints() {
    LoadRecord known = loadRecord;
    return known == null ? List.of() : known.taints();
  }

  @Override
  public void noteRefused(Refusal refusal) {
    loadRecord().refused(refusal);
    audit("tenon.refused", refusal.module(), refusal.origin(), refusal.reason());
  }

  @Override
  public void noteForced(Taint taint) {
    checkEntered();
    if (loadRecord().forced(taint)) {
      warn(
          new Warning(
              Warning.Category.RUNTIME,
              "module %s declares %s and was forced into %s, which is tainted by it"
                  .formatted(Escapes.quoted(taint.module()), taint.declared(), this)));
    }
  }

  /// Loads run inside the interpreter; nobody else knows of them.
  private void checkEntered() {
    if (!CURRENT.isBound() || CURRENT.get() != this) {
      throw new IllegalStateException("%s has not been entered".formatted(this));
    }
  }

  private synchronized LoadRecord loadRecord() {
    LoadRecord known = loadRecord;
    if (known == null) {
      known = new LoadRecord();
      loadRecord = known;
    }
    return known;
  }

  @Override
  public boolean isIsolated() {
    return config.isIsolated();
  }

  @Override
  public @Nullable String nativeBackend() {
    return config.nativeBackend();
  }

  @Override
  public @Nullable CheckOptions checksOf(String module) {
    return config.checksOf(module);
  }

  @Override
  public void warn(Warning warning) {
    config.warningListener().accept(warning);
  }

  @Override
  public void write(Stream stream, byte[] bytes) {
    InterpreterStreams.write(config, stream, bytes);
  }

  @Override
  public void flush(Stream stream) {
    InterpreterStreams.flush(config, stream);
  }

  /// Adds an audit hook (PEP 578), which cannot be removed again. The hooks that are there already
  /// are told by the event `sys.addaudithook`; if one of them raises an ordinary error, the new
  /// hook is not added, and nobody is told.
  public void addAuditHook(AuditHook hook) {
    auditHooks.add(Objects.requireNonNull(hook));
  }

  /// Adds an audit hook for all interpreters of the process, those included that exist already and
  /// those that modules make. It is told before the hooks of an interpreter, and cannot be removed.
  /// Otherwise as [#addAuditHook]. The interpreter that an event comes from is [#current] where the
  /// thread has entered one.
  public static void addProcessAuditHook(AuditHook hook) {
    AuditHooks.ofProcess().add(Objects.requireNonNull(hook));
  }

  /// The hooks of this interpreter itself, for its sub-interpreters.
  List<AuditHook> ownAuditHooks() {
    return auditHooks.own();
  }

  @Override
  public boolean allowsReference(String module) {
    NamePatterns allowed = config.references();
    return allowed == null ? modules().contains(module) : allowed.match(module);
  }

  @Override
  public boolean listsReferences() {
    return config.references() != null;
  }

  @Override
  public boolean isAudited() {
    return auditHooks.areAny();
  }

  /// Raises an audit event: tells all hooks in the order in which they were added.
  ///
  /// @throws RuntimeException what the first hook raises that forbids what the event announces; the
  ///   hooks after it are not told
  @Override
  public void audit(String event, @Nullable Object... arguments) {
    auditHooks.audit(event, arguments);
  }

  /// Adds a listener that is told of each phase of each load: find, query, check, create, state and
  /// exec, with duration, outcome and, if it wants them, effects. JDK Flight Recorder gets the same
  /// as `dev.tenon.ModulePhase` events without a listener.
  public synchronized void addPhaseListener(PhaseListener listener) {
    PhaseListener earlier = phaseListener;
    phaseListener = earlier == null ? Objects.requireNonNull(listener) : earlier.and(listener);
  }

  @Override
  public @Nullable PhaseListener phaseListener() {
    return phaseListener;
  }

  @Override
  public void closeLater(CloseAction action) {
    if (!shutdown.closeLater(action)) {
      throw new InterpreterError("the interpreter was closed while a module was imported");
    }
  }

  /// Runs a callback when the interpreter closes, as CPython's `atexit` does: the callbacks run in
  /// reverse order, in this interpreter, while all modules are intact and can be imported.
  ///
  /// **Differs from CPython:** a callback that is added by another one runs, too.
  ///
  /// @throws InterpreterError if the callbacks have run already
  public void onExit(CloseAction callback) {
    if (!shutdown.onExit(callback)) {
      throw new InterpreterError("cannot add an exit callback: the interpreter is closed");
    }
  }

  @Override
  public CloseWatch watchClose(Runnable watcher) {
    CloseWatchers all = closeWatchers();
    all.add(watcher);
    return () -> all.remove(watcher);
  }

  private synchronized CloseWatchers closeWatchers() {
    CloseWatchers known = closeWatchers;
    if (known == null) {
      known = new CloseWatchers();
      closeWatchers = known;
    }
    return known;
  }

  /// Tells those who let threads wait inside that the interpreter is being closed.
  void tellCloseWatchers() {
    closeWatchers().tell();
  }

  /// Whether the interpreter was closed: its exit callbacks have run, and its modules are given
  /// back.
  @Override
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

  /// Tells the parent that this interpreter is closed.
  void leaveParent() {
    Interpreter parent = config.parent();
    if (parent != null) {
      parent.children().remove(this);
    }
  }

  /// The interpreter that the current thread is inside of: this one or a sub-interpreter.
  private @Nullable Interpreter findEntered() {
    boolean isCurrent = ModuleOwner.CURRENT.isBound() && ModuleOwner.CURRENT.get() == this;
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

  /// The printed form tells what the interpreter is tainted by.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isMain() ? "<Interpreter" : "<Subinterpreter");
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
