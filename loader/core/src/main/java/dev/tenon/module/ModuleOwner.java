package dev.tenon.module;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a module needs from the interpreter it lives in. The one implementation is
/// `dev.tenon.Interpreter`; this view of it keeps modules independent of the import system.
public interface ModuleOwner {

  /// The interpreter that the current thread has entered.
  ScopedValue<ModuleOwner> CURRENT = ScopedValue.newInstance();

  /// The interpreter's builtins module.
  ModuleObject builtins();

  /// The lock that all modules share which declared [ThreadSupport#SERIALIZED].
  Lock serialLock();

  /// Runs an action with this interpreter as the current one.
  ///
  /// @throws Exception what the action throws
  <T> T enter(Callable<T> action) throws Exception;

  /// Reports a warning to the interpreter's warning listener.
  void warn(Warning warning);

  /// Whether modules have to declare [InterpreterSupport#ISOLATED] to be let in.
  boolean isIsolated();

  /// Asks to be told when the interpreter begins to be closed, for those who let a thread wait
  /// inside of it: the modules are not given back before such a thread has left.
  ///
  /// @param watcher is told at once if the interpreter is being closed already
  /// @return ends the watch
  default CloseWatch watchClose(Runnable watcher) {
    return () -> {};
  }

  /// Whether it is a main interpreter, not a sub-interpreter of another one.
  default boolean isMain() {
    return true;
  }

  /// Whether a module is let in even if it does not declare support for this interpreter.
  default boolean forces(String module) {
    return false;
  }

  /// Whether a native module of this name may be loaded.
  default boolean allowsNative(String module) {
    return true;
  }

  /// Whether a serialized reference may lead to what a module holds.
  default boolean allowsReference(String module) {
    return false;
  }

  /// Whether the modules that references may lead to were listed when the interpreter was built, so
  /// that importing a module does not add it to them.
  default boolean listsReferences() {
    return false;
  }

  /// The name of the backend that calls the C functions of its native modules; null for that of the
  /// process.
  default @Nullable String nativeBackend() {
    return null;
  }

  /// Whether a native module of this name gets an image of its library for this interpreter alone.
  default boolean wantsPrivateImage(String module) {
    return false;
  }

  /// Whether private images in this interpreter get a library that they were linked with for
  /// themselves, too.
  ///
  /// @param name as the dynamic linker is asked for it: `libold.so.1`
  default boolean wantsPrivateLibrary(String name) {
    return false;
  }

  /// A thing of which each interpreter has one, made when it is asked for first. Any thread may
  /// call this.
  ///
  /// @param maker may ask for further parts
  default <T> T part(Class<T> type, Supplier<T> maker) {
    return maker.get();
  }

  /// Keeps account of a module that is not let in.
  default void noteRefused(Refusal refusal) {
    // Nobody asks.
  }

  /// Keeps account of a module that was forced in.
  default void noteForced(Taint taint) {
    // Nobody asks.
  }

  /// Runs an action when the interpreter closes; the actions run in reverse order.
  void closeLater(CloseAction action);

  /// Whether the modules of the interpreter are being given back or are gone.
  default boolean isClosed() {
    return false;
  }

  /// Whether there is an audit hook, so that [#audit] has an effect.
  default boolean isAudited() {
    return false;
  }

  /// The checks that a native module is run with; null for none.
  default @Nullable CheckOptions checksOf(String module) {
    return null;
  }

  /// Raises an audit event (PEP 578).
  ///
  /// @throws RuntimeException what the first hook raises that forbids what the event announces
  default void audit(String event, @Nullable Object... arguments) {
    // No hooks, nothing to do.
  }

  /// Who is told of the phases of loads; null if nobody is.
  default @Nullable PhaseListener phaseListener() {
    return null;
  }

  /// Writes bytes to the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.BrokenPipeError if the reader has gone away
  /// @throws dev.tenon.error.OsError if the stream cannot be written
  void write(Stream stream, byte[] bytes);

  /// Flushes the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.OsError if the stream cannot be written
  void flush(Stream stream);

  /// Imports a module by its full name and returns the module itself, not its top package.
  ///
  /// @throws dev.tenon.error.ImportException if it cannot be imported
  @Nullable Object importByName(String name);

  /// Adds what the import system knows about a missing attribute: a circular import with its chain,
  /// a submodule that is only half imported, a module that hides another one of the same name.
  ///
  /// @param sentence what will be said if nothing more is known
  /// @return the sentence, another one in its stead, or the sentence with further lines
  default String explainMissing(ModuleObject module, String attribute, String sentence) {
    return sentence;
  }

  /// Somebody who wants to know when an interpreter is closed.
  @FunctionalInterface
  interface CloseWatch extends AutoCloseable {
    /// Ends the watch.
    @Override
    void close();
  }

  /// Gives something back when an interpreter closes.
  @FunctionalInterface
  interface CloseAction {
    /// Gives it back.
    ///
    /// @throws Exception is reported by the interpreter's `close`, after all other actions
    void close() throws Exception;

    /// Whether the current thread is inside of what would be given back.
    default boolean isEntered() {
      return false;
    }
  }

  /// The two output streams of an interpreter.
  enum Stream {
    /// Standard output.
    OUT,
    /// Standard error.
    ERR
  }
}
