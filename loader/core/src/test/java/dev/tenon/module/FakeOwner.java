// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.call.SerialLock;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/// An interpreter reduced to what modules need of it.
public final class FakeOwner extends ModuleOwner {

  public final SerialLock lock = new SerialLock(_ -> {});
  final List<Warning> warnings = new ArrayList<>();
  private final ModuleObject builtins = new ModuleObject("builtins");
  private final Deque<CloseAction> toClose = new ArrayDeque<>();

  @Override
  public ModuleObject builtins() {
    return builtins;
  }

  @Override
  public Lock serialLock() {
    return lock;
  }

  @Override
  public <T> T enter(Callable<T> action) throws Exception {
    return ScopedValue.where(ModuleOwner.CURRENT, this).call(action::call);
  }

  @Override
  public void warn(Warning warning) {
    warnings.add(warning);
  }

  @Override
  public boolean isIsolated() {
    return false;
  }

  @Override
  public boolean isMain() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void onExit(CloseAction callback) {
    throw new AssertionError("no test here ends an interpreter");
  }

  @Override
  public boolean isAudited() {
    return false;
  }

  @Override
  public void audit(String event, Object... arguments) {}

  @Override
  public void closeInstead(Predicate<CloseAction> replaced, CloseAction action) {
    closeLater(action);
  }

  @Override
  public void closeLater(CloseAction action) {
    toClose.push(action);
  }

  @Override
  public void write(Stream stream, byte[] bytes) {}

  @Override
  public void flush(Stream stream) {}

  @Override
  public Object importByName(String name) {
    throw new AssertionError("no test here imports anything");
  }
}
