package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.cdef.HeaderDeclarations;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.error.TenonError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Carries out the commands that look at modules: their text goes to the standard output, and an
/// error of a module is one line.
final class ToolRunner {

  private final Surroundings surroundings;

  ToolRunner(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private interface Tool {
    int run() throws Exception;
  }

  int inspect(Request.Inspect request) throws UsageException {
    return guarded(
        request.settings(),
        request.target(),
        () -> show(new Inspection(surroundings, request).run(), ExitStatus.OK));
  }

  int explain(Request.Why request) throws UsageException {
    return guarded(
        request.settings(),
        request.module(),
        () -> {
          try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
            Explanation.Answer answer = new Explanation(interpreter, request.module()).run();
            return show(answer.text(), answer.found() ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR);
          }
        });
  }

  int declare(Request.Cdef request) throws UsageException {
    try {
      HeaderReader.Extract extract =
          HeaderDeclarations.of(
              request.header(),
              request.folders().stream().map(surroundings.folder()::resolve).toList(),
              request.only(),
              request.libraries());
      ErrorPrinter printer = new ErrorPrinter(surroundings.errors(), false);
      extract.leftOut().forEach(line -> printer.print(Messages.leftOut(line)));
      return show(extract.text(), ExitStatus.OK);
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  int isolate(Request.Isolation request) throws UsageException {
    return guarded(
        request.settings(),
        request.target(),
        () -> {
          IsolationTool.Answer answer = new IsolationTool(surroundings, request).run();
          return show(answer.text(), answer.isGood() ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR);
        });
  }

  int measure(Request.ImportTime request) throws UsageException {
    return guarded(
        request.settings(),
        request.module(),
        () -> {
          ImportTimes times = new ImportTimes();
          try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
            interpreter.addPhaseListener(times);
            interpreter.importModule(request.module());
          }
          ImportTimeReport report = new ImportTimeReport(times.tree());
          write(request.svg(), report);
          return show(request.json() ? report.json() : report.table(), ExitStatus.OK);
        });
  }

  private void write(@Nullable String target, ImportTimeReport report) throws UsageException {
    if (target != null) {
      Path file = surroundings.folder().resolve(target);
      try {
        Files.writeString(file, report.svg());
      } catch (IOException e) {
        throw new UsageException(Messages.unwritableFile(file, FileProblem.reason(e)));
      }
    }
  }

  private int guarded(Request.Settings settings, String subject, Tool tool) throws UsageException {
    try {
      return tool.run();
    } catch (UsageException e) {
      throw e;
    } catch (Exception e) {
      // Other errors than those of modules are bugs: whoever reports one needs the stack trace.
      new ErrorPrinter(surroundings.errors(), settings.debug() || !(e instanceof TenonError))
          .print(subject, e);
      return ExitStatus.PROGRAM_ERROR;
    }
  }

  /// Prints a text.
  ///
  /// @return the status, or another one if the text cannot be written
  int show(String text, int status) {
    StandardOutput output = surroundings.output();
    try {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return status;
    } catch (IOException e) {
      if (output.isBroken()) {
        return ExitStatus.BROKEN_PIPE;
      }
      new ErrorPrinter(surroundings.errors(), false)
          .print(Messages.outputFailed(String.valueOf(e.getMessage())));
      return ExitStatus.PROGRAM_ERROR;
    }
  }
}
