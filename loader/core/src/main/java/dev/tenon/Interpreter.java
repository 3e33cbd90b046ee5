package dev.tenon;

import dev.tenon.code.Code;
import dev.tenon.error.BrokenPipeError;
import dev.tenon.error.InterpreterError;
import dev.tenon.error.OsError;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.SysModules;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Namespace;
import dev.tenon.module.TenonCallable;
import dev.tenon.module.TypeNames;
import dev.tenon.module.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
  private final Deque<CloseAction> toClose = new ArrayDeque<>();
  private volatile boolean closed;

  Interpreter(InterpreterConfig config) {
    this.config = config;
    imports = new ImportSystem(this, config.path(), config.links());
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
    return closed ? sentence : imports.explainMissing(module, attribute, sentence);
  }

  private void checkOpen() {
    if (closed) {
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

  @Override
  public void closeLater(CloseAction action) {
    synchronized (toClose) {
      if (!closed) {
        toClose.push(action);
        return;
      }
    }
    throw new InterpreterError("the interpreter was closed while a module was imported");
  }

  /// Whether the interpreter was closed.
  public boolean isClosed() {
    return closed;
  }

  /// Closes the interpreter: the modules' clear and free slots run in reverse order of loading and
  /// their state is freed, exactly once. Closing again does nothing.
  ///
  /// @throws TenonError the first failure of a module's slots, with the others suppressed;
  ///   everything is closed all the same
  @Override
  public void close() {
    List<CloseAction> actions;
    synchronized (toClose) {
      if (closed) {
        return;
      }
      actions = List.copyOf(toClose);
      toClose.clear();
      closed = true;
    }
    Throwable failure = null;
    for (CloseAction action : actions) {
      failure = closeOne(action, failure);
    }
    modules().asMap().clear();
    if (failure != null) {
      throw failure instanceof TenonError error
          ? error
          : new RuntimeError("closing the interpreter failed: " + failure, failure);
    }
  }

  private @Nullable Throwable closeOne(CloseAction action, @Nullable Throwable earlier) {
    try {
      ScopedValue.where(ModuleOwner.CURRENT, this)
          .call(() -> {
            action.close();
            return action;
          });
      return earlier;
    } catch (Exception e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }

  @Override
  public String toString() {
    return "<Interpreter%s>".formatted(closed ? " closed" : "");
  }
}
