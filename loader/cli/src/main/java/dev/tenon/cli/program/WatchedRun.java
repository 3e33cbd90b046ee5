// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import dev.tenon.ModuleWatch;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.TenonError;
import dev.tenon.imports.load.ModuleFiles;
import dev.tenon.input.ChangedFiles;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One run of a program whose modules are reloaded when their files change. It collects the files
/// that the run depends on.
final class WatchedRun implements MainBody {

  /// Noting a file takes one look at its attributes, and each file is noted once.
  private static final long NOTE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final String MAIN = "__main__";

  private final ProgramBody body;
  private final ErrorPrinter printer;
  private final ChangedFiles files = new ChangedFiles();
  private volatile boolean ended;

  WatchedRun(ProgramBody body, ErrorPrinter printer) {
    this.body = body;
    this.printer = printer;
  }

  /// The files that the run depends on.
  ChangedFiles files() {
    return files;
  }

  @Override
  public int run(Interpreter interpreter) throws Exception {
    Thread notes =
        Thread.ofPlatform().daemon().name("tenon-watch-files").start(() -> noteAll(interpreter));
    try (ModuleWatch _ = interpreter.watch(this::show)) {
      return body.run(interpreter);
    } catch (Throwable failure) {
      noteFailure(interpreter, failure);
      throw failure;
    } finally {
      ended = true;
      LockSupport.unpark(notes);
      note(interpreter);
    }
  }

  @Override
  public String label() {
    return body.label();
  }

  @Override
  public List<String> arguments() {
    return body.arguments();
  }

  private void show(ModuleWatch.Change change) {
    String name = change.module().name();
    filesOf(change.module()).forEach(files::accept);
    Throwable failure = change.failure();
    printer.print(failure == null ? reloaded(name) : notReloaded(name, failure));
  }

  private void noteAll(Interpreter interpreter) {
    boolean told = false;
    while (!ended) {
      note(interpreter);
      boolean changed = filesOf(interpreter.main()).stream().anyMatch(files::hasChanged);
      if (changed && !told) {
        printer.print(mainChanged(label()));
      }
      told = changed;
      LockSupport.parkNanos(this, NOTE_NANOS);
    }
  }

  private void note(Interpreter interpreter) {
    for (Object value : new ArrayList<>(interpreter.modules().asMap().values())) {
      if (value instanceof ModuleObject module) {
        filesOf(module).forEach(files::add);
      }
    }
  }

  /// Adds what the user is going to change to repair a program that has failed: the file that could
  /// not be loaded, and the directories in which a module was not found.
  private void noteFailure(Interpreter interpreter, Throwable thrown) {
    for (Throwable failure = thrown; failure != null; failure = failure.getCause()) {
      if (failure instanceof ImportException error && error.path() != null) {
        addFile(error.path());
      }
      if (failure instanceof ModuleNotFoundException) {
        interpreter.imports().path().forEach(entry -> addFile(String.valueOf(entry)));
      }
    }
    if (body.program().source() instanceof Program.File(String path)) {
      addFile(path);
      Path folder = Path.of(path).toAbsolutePath().getParent();
      if (folder != null) {
        files.add(folder);
      }
    }
  }

  private void addFile(String origin) {
    ModuleFiles.find(origin).ifPresent(files::add);
  }

  private static List<Path> filesOf(ModuleObject module) {
    List<Path> files = ModuleFiles.of(module);
    // A script that runs by its path is a file without a name as a module.
    return files.isEmpty()
            && MAIN.equals(module.name())
            && module.namespace().get("__file__") instanceof String file
        ? ModuleFiles.find(file).stream().toList()
        : files;
  }

  private static String reloaded(String module) {
    return "watch: reloaded %s".formatted(Escapes.quoted(module));
  }

  private static String notReloaded(String module, Throwable failure) {
    return "watch: %s stays as it is: %s"
        .formatted(
            Escapes.quoted(module),
            failure instanceof TenonError error ? error.summary() : failure.toString());
  }

  private static String mainChanged(String label) {
    return "watch: %s itself has changed; the new version runs when this one has ended"
        .formatted(Escapes.quoted(label));
  }
}
