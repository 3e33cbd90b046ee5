package dev.tenon.nativeext;

import dev.tenon.module.CheckOptions;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.TypeNames;
import dev.tenon.module.Warning;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is looked at while a module instance runs with checks. Without them nothing is recorded.
final class Checks {

  private final ModuleObject module;
  private final @Nullable CheckOptions options;
  private final Map<Long, Holding> held = new ConcurrentHashMap<>();

  private record Holding(String type, Throwable place) {}

  Checks(ModuleObject module) {
    this.module = module;
    ModuleOwner owner = module.owner();
    this.options = owner == null ? null : owner.checksOf(module.name());
  }

  boolean areOn() {
    return options != null;
  }

  /// The number of the call to the host that fails; 0 for none.
  int failingCall() {
    return options == null ? 0 : options.failingCall();
  }

  /// Reports that a context was used by a thread that it was not given to.
  void reportWrongThread() {
    warn(
        "its context was used by thread '%s', which it was not given to; attach the thread with"
                .formatted(Thread.currentThread().getName())
            + " tn_attach()");
  }

  /// Notes a held reference and where it is made.
  void hold(long reference, @Nullable Object object) {
    if (options != null) {
      held.put(reference, new Holding(TypeNames.of(object), new Throwable()));
    }
  }

  /// Notes that a held reference was released.
  void release(long reference) {
    held.remove(reference);
  }

  /// Reports what the module has not released by its end.
  void reportLeaks() {
    held.forEach((reference, holding) ->
        warn(
            "the held reference %#x to an object of type '%s' was never released; it was made at\n%s"
                .formatted(reference, holding.type(), stackOf(holding.place()))));
    held.clear();
  }

  private static String stackOf(Throwable place) {
    return Arrays.stream(place.getStackTrace())
        .map(frame -> "    " + frame)
        .collect(Collectors.joining("\n"));
  }

  private void warn(String finding) {
    ModuleOwner owner = module.owner();
    if (owner != null) {
      owner.warn(
          new Warning(
              Warning.Category.RUNTIME,
              "check of module '%s': %s".formatted(module.name(), finding)));
    }
  }
}
