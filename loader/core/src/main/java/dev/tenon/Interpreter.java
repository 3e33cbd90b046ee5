package dev.tenon;

import dev.tenon.code.Code;
import dev.tenon.error.BrokenPipeError;
import dev.tenon.error.InterpreterError;
import dev.tenon.error.OsError;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.SysModules;
import dev.tenon.module.AuditHook;
import dev.tenon.module.CheckOptions;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Namespace;
import dev.tenon.module.PhaseListener;
import dev.tenon.module.TenonCallable;
import dev.tenon.module.TypeNames;
import dev.tenon.module.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An isolated world of modules: its own `sys.modules`, `__main__`, builtins, path and streams.
/// Interpreters are cheap; a JVM may hold many. Any thread may use one. Closing it gives back the
/// state of every module it loaded.
public final class Interpreter implements ModuleOwner, AutoCloseable {

  private static final TenonCallable EXEC = Code::exec;
  private static final TenonCallable EVAL = Code::eval;

  private final InterpreterConfig config;
  private final ImportSystem imports;
  private final ModuleObject main;
  private final ModuleObject builtins;
  private final Namespace builtinsNamespace;
  private final ReentrantLock serialLock = new ReentrantLock();
  private final Shutdown shutdown = new Shutdown();
  private final AuditHooks auditHooks = new AuditHooks();
  private volatile @Nullable PhaseListener phaseListener;

  Interpreter(InterpreterConfig config) {
    this.config = config;
    imports = new ImportSystem(this, config.path(), config.arguments(), config.links());
    builtins = new ModuleObject("builtins", null, this);
    builtinsNamespace = (Namespace) builtins.namespace();
    builtinsNamespace.put("__spec__", ModuleSpec.of("builtins", null).origin("built-in").build());
    builtinsNamespace.put("__import__", imports.standardImport());
    builtinsNamespace.put("importModule", (TenonCallable) this::callImportModule);
    builtinsNamespace.put("exec", EXEC);
    builtinsNamespace.put("eval", EVAL);
    main = new ModuleObject("__main__", null, this);
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
    Object imported = importByName(name);
    if (imported instanceof ModuleObject module) {
      return module;
    }
    throw new TypeError(
        "the import of '%s' yields a '%s', expected a module; use importByName()"
            .formatted(name, TypeNames.of(imported)));
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
        "the reload of '%s' yields a '%s', expected a module"
            .formatted(module.name(), TypeNames.of(reloaded)));
  }

  @Override
  public String explainMissing(ModuleObject module, String attribute, String sentence) {
    return isClosed() ? sentence : imports.explainMissing(module, attribute, sentence);
  }

  private void checkOpen() {
    if (!shutdown.isOpen()) {
      throw new InterpreterError("the interpreter is closed; make a new one");
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

  @Override
  public Namespace builtinsNamespace() {
    return builtinsNamespace;
  }

  @Override
  public Lock serialLock() {
    return serialLock;
  }

  @Override
  public boolean isIsolated() {
    return config.isIsolated();
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
    OutputStream target = target(stream);
    onStream(() -> target.write(bytes));
  }

  @Override
  public void flush(Stream stream) {
    onStream(target(stream)::flush);
  }

  private OutputStream target(Stream stream) {
    return switch (stream) {
      case OUT -> config.output();
      case ERR -> config.errorOutput();
    };
  }

  private interface StreamAction {
    void run() throws IOException;
  }

  private static void onStream(StreamAction action) {
    try {
      action.run();
    } catch (IOException e) {
      String reason = e.getMessage();
      throw reason != null && reason.contains("Broken pipe")
          ? new BrokenPipeError(reason, e)
          : new OsError(reason, e);
    }
  }

  /// Adds an audit hook (PEP 578), which cannot be removed again. The hooks that are there already
  /// are told by the event `sys.addaudithook`; if one of them raises an ordinary error, the new
  /// hook is not added, and nobody is told.
  public void addAuditHook(AuditHook hook) {
    auditHooks.add(Objects.requireNonNull(hook));
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
  /// exec, with duration and outcome. JDK Flight Recorder gets the same as `dev.tenon.ModulePhase`
  /// events without a listener.
  public synchronized void addPhaseListener(PhaseListener listener) {
    PhaseListener earlier = phaseListener;
    phaseListener =
        earlier == null
            ? Objects.requireNonNull(listener)
            : event -> {
              earlier.onPhase(event);
              listener.onPhase(event);
            };
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

  /// Whether the interpreter was closed: its exit callbacks have run, and its modules are given
  /// back.
  @Override
  public boolean isClosed() {
    return shutdown.hasEnded();
  }

  /// Closes the interpreter, exactly once; closing again does nothing. In CPython's order:
  ///
  /// 1. the exit callbacks run ([#onExit]); everything works as before;
  /// 2. the search for modules ends: `sys.meta_path` and its like are None;
  /// 3. the modules' clear and free slots run in reverse order of loading and their state is freed;
  ///    all attributes can still be read;
  /// 4. the names of all its modules are set to None, those of `sys` and builtins last.
  ///
  /// Modules that were built by hand and belong to no interpreter keep their names.
  ///
  /// @throws TenonError the first failure of a callback or slot, with the others suppressed;
  ///   everything is closed all the same
  /// @throws Error the first failure, if it is one
  @Override
  public void close() {
    shutdown.run(this);
  }

  @Override
  public String toString() {
    return "<Interpreter%s>".formatted(isClosed() ? " closed" : "");
  }
}
