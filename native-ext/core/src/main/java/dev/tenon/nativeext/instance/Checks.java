// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.spi.CheckOptions;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is looked at while a module instance runs with checks. Without them nothing is recorded.
public final class Checks {

  private final ModuleObject module;
  private final @Nullable CheckOptions options;
  private final Map<Long, Holding> held = new ConcurrentHashMap<>();

  /// Something that C has to release, and where it got it.
  ///
  /// @param callers the C functions that asked for it, by return addresses
  record Holding(String type, List<Long> callers, Throwable place) {
    String text() {
      return "it was made in %s, called at\n%s"
          .formatted(
              NativePlace.of(callers),
              Arrays.stream(place.getStackTrace())
                  .map(frame -> "    " + frame)
                  .collect(Collectors.joining("\n")));
    }
  }

  Checks(ModuleObject module) {
    this.module = module;
    ModuleOwner owner = ModuleOwner.of(module);
    this.options = owner == null ? null : owner.checksOf(module.name());
  }

  public boolean areOn() {
    return options != null;
  }

  /// The number of the call to the host that fails; 0 for none.
  int failingCall() {
    return options == null ? 0 : options.failingCall();
  }

  /// Reports that a context was used by a thread that it was not given to.
  void reportWrongThread() {
    report(
        "its context was used by thread %s, which it was not given to; attach the thread with"
                .formatted(Escapes.quoted(Thread.currentThread().getName()))
            + " tn_attach()");
  }

  /// Reports that a context was used after the call that it was given to.
  ///
  /// @param context the address of its `TnContext`
  /// @param function of the host that it was given to
  public void reportStale(long context, String function) {
    report(
        "%s() was given a context whose call had ended, in %s; use the one that each call gets"
            .formatted(function, NativePlace.of(NativePlace.callersIn(context))));
  }

  /// Whether each call gets a context that was not used for a while, so that a late use is noticed.
  /// The call that is made to fail is counted in the first one.
  boolean wantsFreshContexts() {
    return options != null && options.failingCall() == 0;
  }

  /// Where something is made now that C has to release; null without checks.
  ///
  /// @param context the address of the `TnContext` that C asked through
  public @Nullable Holding holding(long context, @Nullable Object object) {
    return options == null
        ? null
        : new Holding(TypeNames.of(object), NativePlace.callersIn(context), new Throwable());
  }

  /// Notes a held reference and where it is made.
  ///
  /// @param context the address of the `TnContext` that C asked through
  public void hold(long context, long reference, @Nullable Object object) {
    Holding holding = holding(context, object);
    if (holding != null) {
      held.put(reference, holding);
    }
  }

  /// Notes that a held reference was released.
  public void release(long reference) {
    held.remove(reference);
  }

  /// Reports what the module has not released by its end.
  void reportLeaks() {
    held.forEach((reference, holding) ->
        report(
            "the held reference %#x to an object of type %s was never released; %s"
                .formatted(reference, Escapes.quoted(holding.type()), holding.text())));
    held.clear();
  }

  /// Reports a buffer that was not released by the end of its call.
  void reportBuffer(Holding holding) {
    report(
        "the buffer of an object of type %s was never released; %s"
            .formatted(Escapes.quoted(holding.type()), holding.text()));
  }

  /// Reports that C has written to a buffer that it got for reading.
  void reportWrittenBuffer(Holding holding) {
    report(
        "the buffer of an object of type %s was written to, expected TN_BUFFER_WRITE for that; %s"
            .formatted(Escapes.quoted(holding.type()), holding.text()));
  }

  /// Reports bytes that a function has changed though they are read-only.
  void reportWrite(String function, String what) {
    report("%s() has written to %s, which it may only read".formatted(function, what));
  }

  /// Reports that what C wrote into a buffer cannot be brought to where it belongs.
  void reportLostBuffer(String why) {
    warn(
        "what module %s wrote into a buffer is lost: %s"
            .formatted(Escapes.quoted(module.name()), why));
  }

  /// Reports a finding.
  void report(String finding) {
    warn("check of module %s: %s".formatted(Escapes.quoted(module.name()), finding));
  }

  private void warn(String message) {
    ModuleOwner owner = ModuleOwner.of(module);
    if (owner != null) {
      owner.warn(new Warning(Warning.Category.RUNTIME, message));
    }
  }
}
