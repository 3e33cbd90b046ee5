// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Progress;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.pins.PinRecorder;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries out `tenon lock`: loads modules while everything that is read from files is recorded,
/// and writes the lock file if that went well.
final class LockTool {

  private final Surroundings surroundings;
  private final LockCommand.Lock request;
  private final PinRecorder recorder = new PinRecorder();

  LockTool(Surroundings surroundings, LockCommand.Lock request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// Writes the lock file.
  ///
  /// @return the exit status
  /// @throws UsageException if the path or the output is wrong
  int run() throws UsageException {
    Path output = output();
    Program program = request.program();
    return program == null ? lockModules(output) : lockProgram(program, output);
  }

  private Path output() throws UsageException {
    try {
      Path file = surroundings.folder().resolve(request.output());
      if (Files.isDirectory(file) || file.getFileName() == null) {
        throw new UsageException(Messages.unwritableFile(file, "it is a directory"));
      }
      return file;
    } catch (InvalidPathException e) {
      throw new UsageException(
          Messages.unwritableFile(surroundings.folder(), String.valueOf(e.getMessage())));
    }
  }

  private int lockModules(Path output) throws UsageException {
    String name = request.names().getFirst();
    try (Progress _ = Progress.of(surroundings, Messages.importing(name));
        Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
      record(interpreter);
      for (String each : request.names()) {
        name = each;
        var _ = interpreter.importByName(each);
      }
      note(interpreter);
    } catch (UsageException e) {
      throw e;
    } catch (Exception | Error e) {
      // Other errors than those of modules are bugs: whoever reports one needs the stack trace.
      new ErrorPrinter(surroundings, request.settings().debug() || !(e instanceof TenonError))
          .print(name, e);
      return ExitStatus.PROGRAM_ERROR.number();
    }
    write(output);
    return new AnswerPrinter(surroundings).show(locked(output, recorder.count()) + "\n");
  }

  private int lockProgram(Program program, Path output) throws UsageException {
    int status =
        new ProgramRunner(
                surroundings,
                request.settings(),
                Restrictions.NONE,
                new Recorded(new ProgramBody(program)))
            .run();
    ErrorPrinter printer = new ErrorPrinter(surroundings, request.settings().debug());
    if (status != ExitStatus.OK.number()) {
      printer.print(notLocked(program.source().label(), status));
      return status;
    }
    write(output);
    printer.print(locked(output, recorder.count()));
    return status;
  }

  /// A program whose files are recorded.
  private final class Recorded implements MainBody {
    private final MainBody body;

    Recorded(MainBody body) {
      this.body = body;
    }

    @Override
    public int run(Interpreter interpreter) throws Exception {
      record(interpreter);
      try {
        return body.run(interpreter);
      } finally {
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
  }

  private void record(Interpreter interpreter) {
    Objects.requireNonNull(ModuleOwner.of(interpreter.main())).recordPins(recorder);
  }

  /// Notes which modules have come from which files.
  private void note(Interpreter interpreter) {
    for (String name : List.copyOf(interpreter.modules().names())) {
      if (interpreter.modules().get(name) instanceof ModuleObject module
          && module.namespace().get("__spec__") instanceof ModuleSpec spec
          && spec.hasLocation()
          && spec.origin() != null) {
        recorder.noteModule(spec.name(), spec.origin());
      }
    }
  }

  /// Puts the whole file in place, so that nobody reads a part of it.
  private void write(Path output) throws UsageException {
    Path folder = Objects.requireNonNull(output.toAbsolutePath().getParent());
    Path made = null;
    try {
      String text = recorder.text(output);
      made =
          folder.resolve(".%s-%d".formatted(output.getFileName(), ProcessHandle.current().pid()));
      Files.deleteIfExists(made);
      Files.writeString(made, text, StandardOpenOption.CREATE_NEW);
      Files.move(made, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      made = null;
    } catch (IOException e) {
      throw new UsageException(Messages.unwritableFile(output, FileProblem.reason(e)));
    } finally {
      delete(made);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It was made in the user's directory, who sees it there.
    }
  }

  private static String locked(Path file, int count) {
    return "wrote %s: %d %s".formatted(Escapes.inline(file), count, count == 1 ? "file" : "files");
  }

  private static String notLocked(String program, int status) {
    return "wrote no lock file, because %s ended with the exit status %d"
        .formatted(Escapes.quoted(program), status);
  }
}
