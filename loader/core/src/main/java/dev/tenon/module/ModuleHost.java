// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.access.CurrentGrant;
import dev.tenon.access.Grants;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.value.Attributed;
import dev.tenon.value.Warning;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The interpreter that a module lives in, as its modules see it: streams, imports, warnings, the
/// end. Hosts have a `dev.tenon.Interpreter` instead. Any thread may use it.
public abstract class ModuleHost {

  /// The interpreter that the current thread has entered.
  public static final ScopedValue<ModuleHost> CURRENT = ScopedValue.newInstance();

  static {
    Grants.give(CurrentGrant.class, () -> CURRENT);
  }

  private volatile @Nullable PrintStream out;
  private volatile @Nullable PrintStream err;

  /// For the interpreters of Tenon.
  protected ModuleHost() {}

  /// The interpreter that the current thread has entered.
  ///
  /// @throws InterpreterError if it has entered none
  public static ModuleHost current() {
    return CURRENT.orElseThrow(
        () -> new InterpreterError("this thread has entered no interpreter; use run()"));
  }

  private PrintStream printer(Stream stream) {
    OutputStream bytes =
        new OutputStream() {
          @Override
          public void write(int single) {
            ModuleHost.this.write(stream, new byte[] {(byte) single});
          }

          @Override
          public void write(byte[] all, int from, int count) {
            ModuleHost.this.write(stream, Arrays.copyOfRange(all, from, from + count));
          }

          @Override
          public void flush() {
            ModuleHost.this.flush(stream);
          }
        };
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  /// The interpreter's standard output, in UTF-8. What is printed is not lost if nobody flushes it.
  public final PrintStream out() {
    PrintStream made = out;
    if (made == null) {
      made = printer(Stream.OUT);
      out = made;
    }
    return made;
  }

  /// The interpreter's standard error stream, in UTF-8.
  public final PrintStream err() {
    PrintStream made = err;
    if (made == null) {
      made = printer(Stream.ERR);
      err = made;
    }
    return made;
  }

  /// Imports a module by its full name and returns the module itself, not its top package.
  ///
  /// @return what `sys.modules` holds for it, a module unless its body has put something else in
  ///   its place
  /// @throws dev.tenon.error.ImportException if it cannot be imported
  public abstract @Nullable Object importByName(String name);

  /// Runs an action with this interpreter as the current one.
  ///
  /// @throws InterpreterError if it is closed
  /// @throws Exception what the action throws
  public abstract <T> T enter(Callable<T> action) throws Exception;

  /// Reports a warning to the interpreter's warning listener.
  public abstract void warn(Warning warning);

  /// Whether it is a main interpreter, not a sub-interpreter of another one.
  public abstract boolean isMain();

  /// Whether modules have to declare [InterpreterSupport#ISOLATED] to be let in.
  public abstract boolean isIsolated();

  /// Whether the modules of the interpreter are being released or are gone.
  public abstract boolean isClosed();

  /// Runs a callback when the interpreter closes, as CPython's `atexit` does: the callbacks run in
  /// reverse order, in this interpreter, while all modules are intact and can be imported.
  ///
  /// @throws InterpreterError if the callbacks have run already
  public abstract void onExit(CloseAction callback);

  /// Whether there is an audit hook, so that [#audit] has an effect.
  public abstract boolean isAudited();

  /// Raises an audit event (PEP 578).
  ///
  /// @throws RuntimeException what the first hook raises that forbids what the event announces
  public abstract void audit(String event, @Nullable Object... arguments);

  /// The lock that all modules share which declared [ThreadSupport#SERIALIZED].
  protected abstract Lock serialLock();

  /// Runs an action when the interpreter closes; the actions run in reverse order.
  protected abstract void closeLater(CloseAction action);

  /// Adds what the import system knows about a missing attribute: a circular import with its chain,
  /// a submodule that is only half imported, a module that hides another one of the same name.
  ///
  /// @param sentence what will be said if nothing more is known
  /// @return the sentence, another one in its stead, or the sentence with further lines
  protected abstract String explainMissing(Attributed module, String attribute, String sentence);

  /// Writes bytes to the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.kind.BrokenPipeError if the reader has gone away
  /// @throws dev.tenon.error.kind.OsError if the stream cannot be written
  protected abstract void write(Stream stream, byte[] bytes);

  /// Flushes the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.kind.OsError if the stream cannot be written
  protected abstract void flush(Stream stream);

  /// Releases something when an interpreter closes.
  @FunctionalInterface
  public interface CloseAction {
    /// Releases it.
    ///
    /// @throws Exception is reported by the interpreter's `close`, after all other actions
    void close() throws Exception;

    /// Whether the current thread is inside of what would be released.
    default boolean isEntered() {
      return false;
    }
  }

  /// The two output streams of an interpreter.
  public enum Stream {
    /// Standard output.
    OUT,
    /// Standard error.
    ERR
  }
}
