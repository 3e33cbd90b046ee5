// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.event.PhaseListener;
import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.pins.JointPins;
import dev.tenon.pins.Pins;
import dev.tenon.spi.CheckOptions;
import dev.tenon.spi.ImportControl;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Attributed;
import dev.tenon.value.Warning;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An interpreter as its modules and their loaders see it, and the accounts that they keep with it.
/// Any thread may use it.
final class OwnerView extends ModuleOwner {

  private final Interpreter interpreter;
  private final InterpreterConfig config;
  private volatile @Nullable PhaseListener phaseListener;
  private volatile @Nullable Pins pins;
  private final Parts parts = new Parts();

  OwnerView(Interpreter interpreter, InterpreterConfig config, @Nullable Interpreter parent) {
    this.interpreter = interpreter;
    this.config = config;
    Pins outer = parent == null ? null : parent.view().pins;
    Pins own = config.lock();
    pins = outer == null && own == null ? null : JointPins.of(outer, own);
  }

  Interpreter interpreter() {
    return interpreter;
  }

  @Override
  public ModuleObject builtins() {
    return interpreter.builtins();
  }

  @Override
  public @Nullable Object importByName(String name) {
    return interpreter.importByName(name);
  }

  @Override
  public <T> T enter(Callable<T> action) throws Exception {
    return interpreter.enter(action);
  }

  @Override
  public ScopedValue.Carrier entering(ScopedValue.Carrier bindings) {
    interpreter.checkOpen();
    return super.entering(bindings);
  }

  @Override
  public void warn(Warning warning) {
    interpreter.warn(warning);
  }

  @Override
  public boolean isMain() {
    return interpreter.isMain();
  }

  @Override
  public boolean isIsolated() {
    return config.isIsolated();
  }

  @Override
  public boolean isClosed() {
    return interpreter.isClosed();
  }

  @Override
  public void onExit(CloseAction callback) {
    interpreter.onExit(callback);
  }

  @Override
  public boolean isAudited() {
    return interpreter.isAudited();
  }

  @Override
  public void audit(String event, @Nullable Object... arguments) {
    interpreter.audit(event, arguments);
  }

  @Override
  public Lock serialLock() {
    return interpreter.serialLock();
  }

  @Override
  public boolean forces(String module) {
    return config.forces(module);
  }

  @Override
  public boolean allowsNative(String module) {
    return interpreter.allowsNative(module);
  }

  @Override
  public boolean allowsReference(String module) {
    NamePatterns allowed = config.references();
    return allowed == null ? interpreter.modules().contains(module) : allowed.match(module);
  }

  @Override
  public boolean listsReferences() {
    return config.references() != null;
  }

  @Override
  public @Nullable Pins pins() {
    return pins;
  }

  @Override
  public void recordPins(Pins recorder) {
    pins = recorder;
  }

  @Override
  public @Nullable String nativeBackend() {
    return config.nativeBackend();
  }

  @Override
  public boolean wantsPrivateImage(String module) {
    return config.wantsPrivateImage(module);
  }

  @Override
  public @Nullable String apartGroup(String module) {
    return config.apartGroup(module);
  }

  @Override
  public boolean wantsPrivateLibrary(String name) {
    return config.wantsPrivateLibrary(name);
  }

  @Override
  public @Nullable CheckOptions checksOf(String module) {
    return config.checksOf(module);
  }

  @Override
  public void write(Stream stream, byte[] bytes) {
    InterpreterStreams.write(config, stream, bytes);
  }

  @Override
  public void flush(Stream stream) {
    InterpreterStreams.flush(config, stream);
  }

  @Override
  public ImportControl imports() {
    return interpreter.importControl();
  }

  @Override
  public String explainMissing(Attributed module, String attribute, String sentence) {
    return isClosed() || !(module instanceof ModuleObject object)
        ? sentence
        : imports().explainMissing(object, attribute, sentence);
  }

  @Override
  public void closeLater(CloseAction action) {
    if (!interpreter.closeLater(action)) {
      throw new InterpreterError("the interpreter was closed while a module was imported");
    }
  }

  @Override
  public void closeInstead(Predicate<CloseAction> replaced, CloseAction action) {
    if (!interpreter.replaceCloseAction(replaced, action)) {
      closeLater(action);
    }
  }

  @Override
  public @Nullable CloseAction takeCloseAction(Predicate<CloseAction> condition) {
    return interpreter.takeCloseAction(condition);
  }

  @Override
  public <T> T part(Class<T> type, Supplier<T> maker) {
    return parts.get(type, maker);
  }

  List<Refusal> refusals() {
    LoadRecord known = parts.find(LoadRecord.class);
    return known == null ? List.of() : known.refusals();
  }

  List<Taint> taints() {
    LoadRecord known = parts.find(LoadRecord.class);
    return known == null ? List.of() : known.taints();
  }

  @Override
  public void noteRefused(Refusal refusal) {
    loadRecord().refused(refusal);
    audit("tenon.refused", refusal.module(), refusal.origin(), refusal.reason());
  }

  @Override
  public void noteForced(Taint taint) {
    if (loadRecord().forced(taint)) {
      warn(
          new Warning(
              Warning.Category.RUNTIME,
              "module %s declares %s and was forced into %s, which is tainted by it"
                  .formatted(Escapes.quoted(taint.module()), taint.declared(), this)));
    }
  }

  private LoadRecord loadRecord() {
    return parts.get(LoadRecord.class, LoadRecord::new);
  }

  synchronized void addPhaseListener(PhaseListener listener) {
    PhaseListener earlier = phaseListener;
    phaseListener = earlier == null ? listener : earlier.and(listener);
  }

  @Override
  public @Nullable PhaseListener phaseListener() {
    return phaseListener;
  }

  @Override
  public CloseWatch watchClose(Runnable watcher) {
    CloseWatchers all = closeWatchers();
    all.add(watcher);
    return () -> all.remove(watcher);
  }

  private CloseWatchers closeWatchers() {
    return parts.get(CloseWatchers.class, CloseWatchers::new);
  }

  /// Notifies those who keep threads waiting inside that the interpreter is being closed.
  void tellCloseWatchers() {
    closeWatchers().tell();
  }

  @Override
  public String toString() {
    return interpreter.toString();
  }
}
