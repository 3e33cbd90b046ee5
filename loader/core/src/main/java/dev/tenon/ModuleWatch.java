// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.input.ArchivePlace;
import dev.tenon.input.FileStamp;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reloads the modules of one interpreter whose files change, from a thread of its own, until it or
/// the interpreter is closed. See [Interpreter#watch].
public final class ModuleWatch implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Interpreter interpreter;
  private final Consumer<? super Change> listener;
  private final Map<Path, FileStamp> seen = new LinkedHashMap<>();

  /// Files that have changed and may still be being written.
  private final Map<Path, FileStamp> changing = new LinkedHashMap<>();

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
    watch.modulesByFile().keySet().forEach(watch::look);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    while (!closed && !interpreter.isClosed()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      Map<Path, List<ModuleObject>> now = modulesByFile();
      seen.keySet().retainAll(now.keySet());
      changing.keySet().retainAll(now.keySet());
      now.forEach((file, modules) -> {
        if (!closed && look(file)) {
          modules.forEach(this::reload);
        }
      });
    }
  }

  /// Whether a file has changed since it was last looked at and has come to rest.
  private boolean look(Path file) {
    FileStamp stamp = stampOf(file);
    FileStamp known = stamp == null ? null : seen.putIfAbsent(file, stamp);
    if (stamp == null || known == null || known.equals(stamp)) {
      changing.remove(file);
      return false;
    }
    if (!stamp.equals(changing.put(file, stamp))) {
      return false;
    }
    changing.remove(file);
    seen.put(file, stamp);
    return true;
  }

  /// A file that is gone for a moment is being replaced.
  private static @Nullable FileStamp stampOf(Path file) {
    try {
      return FileStamp.of(file);
    } catch (IOException _) {
      return null;
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

  /// The modules that were loaded from files, with their submodules behind them.
  private Map<Path, List<ModuleObject>> modulesByFile() {
    Map<Path, List<ModuleObject>> all = new LinkedHashMap<>();
    new ArrayList<>(interpreter.modules().asMap().values())
        .forEach(value -> {
          if (value instanceof ModuleObject module
              && module.namespace().get("__spec__") instanceof ModuleSpec spec
              && !"__main__".equals(module.name())) {
            Path file = fileOf(spec);
            if (file != null) {
              all.computeIfAbsent(file, _ -> new ArrayList<>()).add(module);
            }
          }
        });
    return all;
  }

  /// The file itself, for a module in an archive the outermost one.
  private static @Nullable Path fileOf(ModuleSpec spec) {
    String origin = spec.origin();
    if (origin == null || !spec.hasLocation()) {
      return null;
    }
    try {
      return ArchivePlace.of(origin).file();
    } catch (InvalidPathException _) {
      return null;
    }
  }

  /// Ends the watch. A reload that is under way comes to its end.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
