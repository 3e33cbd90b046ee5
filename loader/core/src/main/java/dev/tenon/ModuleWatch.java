// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.imports.load.ModuleFiles;
import dev.tenon.input.ChangedFiles;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reloads the modules of one interpreter whose files, or libraries that they need, change, from a
/// thread of its own, until it or the interpreter is closed. See [Interpreter#watch].
public final class ModuleWatch implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Interpreter interpreter;
  private final Consumer<? super Change> listener;
  private final ChangedFiles files = new ChangedFiles();
  private final Thread thread;
  private volatile boolean closed;

  /// A module whose file has changed.
  ///
  /// @param module the module
  /// @param failure why it was not reloaded, so that the earlier version goes on; null if it was
  public record Change(ModuleObject module, @Nullable Throwable failure) {
    public Change {
      Objects.requireNonNull(module, "module");
    }
  }

  private ModuleWatch(Interpreter interpreter, Consumer<? super Change> listener) {
    this.interpreter = interpreter;
    this.listener = listener;
    thread = Thread.ofPlatform().daemon().name("tenon-watch").unstarted(this::watch);
  }

  static ModuleWatch of(Interpreter interpreter, Consumer<? super Change> listener) {
    ModuleWatch watch = new ModuleWatch(interpreter, listener);
    watch.modulesByFile().keySet().forEach(watch.files::add);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    while (!closed && !interpreter.isClosed()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      Map<Path, List<ModuleObject>> now = modulesByFile();
      files.retain(now.keySet());
      // A module is reloaded once, however many of its files have changed.
      Set<ModuleObject> changed = new LinkedHashSet<>();
      now.forEach((file, modules) -> {
        files.add(file);
        if (files.hasChanged(file)) {
          files.accept(file);
          changed.addAll(modules);
        }
      });
      for (ModuleObject module : changed) {
        if (!closed) {
          reload(module);
        }
      }
    }
  }

  private void reload(ModuleObject module) {
    ModuleDef before = module.def();
    Throwable failure = null;
    try {
      ModuleObject _ = interpreter.reload(module);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    // A module with a descriptor that is still the same was not reloaded, and a warning has said
    // why.
    boolean stays = failure == null && before != null && before == module.def();
    if (!stays && !closed && !interpreter.isClosed()) {
      tell(new Change(module, failure));
    }
  }

  private void tell(Change change) {
    try {
      listener.accept(change);
    } catch (RuntimeException | Error thrown) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }

  /// The modules that were loaded from files, with their submodules behind them, by each of their
  /// files.
  private Map<Path, List<ModuleObject>> modulesByFile() {
    Map<Path, List<ModuleObject>> all = new LinkedHashMap<>();
    for (Object value : new ArrayList<>(interpreter.modules().asMap().values())) {
      if (value instanceof ModuleObject module && !"__main__".equals(module.name())) {
        for (Path file : ModuleFiles.of(module)) {
          all.computeIfAbsent(file, _ -> new ArrayList<>()).add(module);
        }
      }
    }
    return all;
  }

  /// Ends the watch. A reload that is under way comes to its end.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
