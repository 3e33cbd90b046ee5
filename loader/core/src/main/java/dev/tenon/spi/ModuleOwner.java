// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.access.CurrentGrant;
import dev.tenon.access.Grants;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseListener;
import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import dev.tenon.pins.Pins;
import dev.tenon.pins.UnpinnedException;
import dev.tenon.value.Attributed;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The interpreter that a module lives in, as the import system and the loaders of modules see it.
/// The one implementation is the view that `dev.tenon.Interpreter` has of itself.
public abstract class ModuleOwner extends ModuleHost {

  /// The interpreter that the current thread has entered.
  public static final ScopedValue<ModuleOwner> CURRENT = current(ModuleHost.class);

  /// For the view of an interpreter.
  protected ModuleOwner() {}

  @SuppressWarnings("unchecked") // All that is bound is the view of an interpreter.
  private static ScopedValue<ModuleOwner> current(Class<?> giver) {
    return (ScopedValue<ModuleOwner>)
        ((CurrentGrant) Grants.take(CurrentGrant.class, giver)).current();
  }

  /// The owner of a module; null for a module built by hand.
  public static @Nullable ModuleOwner of(ModuleObject module) {
    return (ModuleOwner) module.interpreter();
  }

  /// What is bound while code runs in the interpreter, in addition to other bindings.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if it is closed
  public ScopedValue.Carrier entering(ScopedValue.Carrier bindings) {
    return bindings.where(CURRENT, this);
  }

  /// The interpreter's builtins module.
  public abstract ModuleObject builtins();

  @Override
  public abstract Lock serialLock();

  /// Asks to be notified when the interpreter begins to be closed, for those who let a thread wait
  /// inside of it: the modules are not released before such a thread has left.
  ///
  /// @param watcher is notified at once if the interpreter is being closed already
  /// @return ends the watch
  public CloseWatch watchClose(Runnable watcher) {
    return () -> {};
  }

  /// Whether a module is let in even if it does not declare support for this interpreter.
  public boolean forces(String module) {
    return false;
  }

  /// Whether a native module of this name may be loaded.
  public boolean allowsNative(String module) {
    return true;
  }

  /// Whether a serialized reference may lead to what a module holds.
  public boolean allowsReference(String module) {
    return false;
  }

  /// Whether the modules that references may lead to were listed when the interpreter was built, so
  /// that importing a module does not add it to them.
  public boolean listsReferences() {
    return false;
  }

  /// The name of the backend that calls the C functions of its native modules; null for that of the
  /// process.
  public @Nullable String nativeBackend() {
    return null;
  }

  /// Whether a native module of this name gets an image of its library for this interpreter alone.
  public boolean wantsPrivateImage(String module) {
    return false;
  }

  /// The group of native modules that a module runs apart with; null for one that runs in this
  /// process.
  public @Nullable String apartGroup(String module) {
    return null;
  }

  /// Whether private images in this interpreter get a library that they were linked with for
  /// themselves, too.
  ///
  /// @param name as the dynamic linker is asked for it: `libold.so.1`
  public boolean wantsPrivateLibrary(String name) {
    return false;
  }

  /// Decides what may be loaded from files; null if everything may.
  public @Nullable Pins pins() {
    return null;
  }

  /// The pins of the interpreter that the current thread has entered; null if there are none.
  public static @Nullable Pins currentPins() {
    return CURRENT.isBound() ? CURRENT.get().pins() : null;
  }

  /// Keeps account of a module some file of which must not be loaded.
  ///
  /// @return the error of the module
  public static ExtensionLoadException unpinned(
      String name, @Nullable String path, Phase phase, UnpinnedException refusal) {
    if (CURRENT.isBound()) {
      CURRENT.get().noteRefused(new Refusal(name, path, refusal.diagnosis().found()));
    }
    return new ExtensionLoadException(name, path, phase, refusal.diagnosis());
  }

  /// Lets a recorder note what is loaded from files from now on.
  public void recordPins(Pins recorder) {
    throw new UnsupportedOperationException("no import system");
  }

  /// The control of its import system.
  ///
  /// @throws UnsupportedOperationException if it has none
  public ImportControl imports() {
    throw new UnsupportedOperationException("no import system");
  }

  /// A thing of which each interpreter has one, made when it is asked for first. Any thread may
  /// call this.
  ///
  /// @param maker may ask for further parts
  public <T> T part(Class<T> type, Supplier<T> maker) {
    return maker.get();
  }

  /// Keeps account of a module that is not let in.
  public void noteRefused(Refusal refusal) {
    // Nobody asks.
  }

  /// Keeps account of a module that was forced in.
  public void noteForced(Taint taint) {
    // Nobody asks.
  }

  /// Runs an action when the interpreter closes; the actions run in reverse order.
  @Override
  public abstract void closeLater(CloseAction action);

  /// Puts an action in the place of the last one of those given to [#closeLater] that meets a
  /// condition, which is dropped. Adds it if none does.
  public abstract void closeInstead(Predicate<CloseAction> replaced, CloseAction action);

  /// Takes the last one of the actions given to [#closeLater] that meets a condition: whoever calls
  /// this runs it, and the interpreter does not.
  ///
  /// @return null if none does
  public @Nullable CloseAction takeCloseAction(Predicate<CloseAction> condition) {
    return null;
  }

  /// The checks that a native module is run with; null for none.
  public @Nullable CheckOptions checksOf(String module) {
    return null;
  }

  /// The listener for the phases of loads; null without one.
  public @Nullable PhaseListener phaseListener() {
    return null;
  }

  /// Writes bytes to the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.kind.BrokenPipeError if the reader has gone away
  /// @throws dev.tenon.error.kind.OsError if the stream cannot be written
  @Override
  public abstract void write(Stream stream, byte[] bytes);

  /// Flushes the interpreter's standard output or error stream.
  ///
  /// @throws dev.tenon.error.kind.OsError if the stream cannot be written
  @Override
  public abstract void flush(Stream stream);

  /// Adds what the import system knows about a missing attribute: a circular import with its chain,
  /// a submodule that is only half imported, a module that hides another one of the same name.
  ///
  /// @param sentence what will be said if nothing more is known
  /// @return the sentence, another one in its stead, or the sentence with further lines
  @Override
  public String explainMissing(Attributed module, String attribute, String sentence) {
    return sentence;
  }

  /// Somebody who wants to know when an interpreter is closed.
  @FunctionalInterface
  public interface CloseWatch extends AutoCloseable {
    /// Ends the watch.
    @Override
    void close();
  }
}
