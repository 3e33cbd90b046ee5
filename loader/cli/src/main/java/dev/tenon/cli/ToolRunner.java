// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.Interpreter;
import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.DeclarationCheck;
import dev.tenon.cdef.tool.HeaderDeclarations;
import dev.tenon.cdef.tool.JavaInterface;
import dev.tenon.cli.repl.IdentityText;
import dev.tenon.error.TenonError;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries out the commands that look at modules: their text goes to the standard output, and an
/// error of a module is one line.
final class ToolRunner {

  private final Surroundings surroundings;

  ToolRunner(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What the user is told.
  ///
  /// @param notes lines for the standard error
  /// @param failure an error that comes behind the text; null if there is none
  private record Answer(
      String text, ExitStatus status, List<String> notes, @Nullable TenonError failure) {
    static Answer of(String text, boolean isGood) {
      return new Answer(text, isGood ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR, List.of(), null);
    }
  }

  private interface Tool {
    Answer run() throws Exception;
  }

  int inspect(Request.Inspect request) throws UsageException {
    return guarded(
        request.settings(),
        request.target(),
        Messages.inspecting(request.target()),
        () -> {
          Inspection inspection = new Inspection(surroundings, request);
          Optional<Inspected.Definition> definition = inspection.findDefinition();
          if (definition.isPresent()) {
            return Answer.of(
                request.json()
                    ? JsonWriter.write(definition.get().asMap())
                    : definition.get().text(),
                true);
          }
          Inspected found = inspection.run();
          String text =
              request.json()
                  ? JsonWriter.write(found.asMap())
                  : found.text(surroundings.outputPaint());
          return request.verify() && !found.isVerified()
              ? new Answer(
                  text,
                  ExitStatus.PROGRAM_ERROR,
                  List.of(Messages.noDebugInformation(found.place())),
                  null)
              : Answer.of(text, found.isGood());
        });
  }

  int explain(Request.Why request) throws UsageException {
    if (Stream.of(request.module().split("\\.", -1)).anyMatch(String::isEmpty)) {
      throw new UsageException(Messages.badName(request.module()));
    }
    return guarded(
        request.settings(),
        request.module(),
        Messages.searching(request.module()),
        () -> {
          try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
            Verdict verdict = new Explanation(interpreter, request.module()).run();
            return Answer.of(
                request.json()
                    ? JsonWriter.write(verdict.asMap())
                    : verdict.text(surroundings.outputPaint()),
                verdict.loads());
          }
        });
  }

  int declare(Request.Cdef request) throws UsageException {
    return guarded(
        new Request.Settings(List.of(), false),
        request.headers().getFirst(),
        Messages.reading(String.join(", ", request.headers())),
        () -> {
          HeaderReader.Extract extract = declarations(request);
          return new Answer(
              shown(request, extract),
              ExitStatus.OK,
              extract.leftOut().stream().map(Messages::leftOut).toList(),
              null);
        });
  }

  private static String shown(Request.Cdef request, HeaderReader.Extract extract)
      throws UsageException {
    if (request.dump()) {
      return extract.entries().stream().map(Messages::declared).collect(Collectors.joining());
    }
    if (request.javaName() == null) {
      return extract.text();
    }
    try {
      return JavaInterface.of(extract, request.javaName());
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  int verify(Request.Verify request) throws UsageException {
    return guarded(
        new Request.Settings(List.of(), false),
        request.file(),
        Messages.checking(request.file()),
        () -> {
          List<DeclarationCheck.Finding> findings = findings(request);
          String text = findings.stream().map(ToolRunner::report).collect(Collectors.joining());
          List<String> notes =
              findings.stream()
                  .filter(finding -> !finding.outcome().unchecked().isEmpty())
                  .map(finding ->
                      Messages.notChecked(finding.source(), finding.outcome().unchecked()))
                  .toList();
          boolean agrees =
              findings.stream()
                  .map(DeclarationCheck.Finding::outcome)
                  .allMatch(outcome -> outcome.mismatches().isEmpty() && outcome.checked() > 0);
          return new Answer(text, agrees ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR, notes, null);
        });
  }

  private static String report(DeclarationCheck.Finding finding) {
    List<String> mismatches = finding.outcome().mismatches();
    return mismatches.isEmpty()
        ? Messages.agreement(finding.outcome().checked(), finding.source()) + "\n"
        : String.join("\n", mismatches) + "\n";
  }

  private List<DeclarationCheck.Finding> findings(Request.Verify request) throws UsageException {
    try {
      return DeclarationCheck.of(
          surroundings.folder().resolve(request.file()),
          Optional.ofNullable(request.header()),
          resolved(request.folders()));
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<Path> resolved(List<String> folders) {
    return folders.stream().map(surroundings.folder()::resolve).toList();
  }

  private HeaderReader.Extract declarations(Request.Cdef request) throws UsageException {
    try {
      return HeaderDeclarations.of(
          request.headers(),
          new HeaderReader.Flags(
              surroundings.folder(),
              resolved(request.compiling().folders()),
              request.compiling().defines(),
              List.of(),
              request.compiling().target()),
          request.compiling().packages(),
          request.only(),
          request.libraries());
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  int readTrails(Request.Crash request) throws UsageException {
    Path folder = surroundings.folder().resolve(surroundings.temporaryFolder());
    try {
      List<Path> files =
          request.file() == null
              ? TrailFile.leftIn(folder)
              : List.of(surroundings.folder().resolve(request.file()));
      if (files.isEmpty()) {
        throw new UsageException(Messages.noTrails(folder));
      }
      StringBuilder text = new StringBuilder();
      for (Path file : files) {
        text.append(
            TrailFile.read(file)
                .orElseThrow(() -> new UsageException(Messages.noTrail(file)))
                .text());
      }
      return show(text.toString(), ExitStatus.OK);
    } catch (IOException e) {
      throw new UsageException(
          Messages.unreadableFile(
              request.file() == null ? folder : Path.of(request.file()), FileProblem.reason(e)));
    }
  }

  int isolate(Request.Isolation request) throws UsageException {
    return guarded(
        request.settings(),
        request.target(),
        Messages.checking(request.target()),
        () -> {
          IsolationTool.Answer answer = new IsolationTool(surroundings, request).run();
          return Answer.of(answer.text(), answer.isGood());
        });
  }

  int identify(Request.Identity request) throws UsageException {
    return guarded(
        request.settings(),
        request.module(),
        Messages.importing(request.module()),
        () ->
            Answer.of(
                new IdentityTool(surroundings, request)
                    .run(identities ->
                        request.json()
                            ? JsonWriter.write(
                                identities.stream().map(IdentityText::asMap).toList())
                            : IdentityText.of(identities)),
                true));
  }

  int showSource(Request.SourceText request) throws UsageException {
    return guarded(
        request.settings(),
        request.name(),
        Messages.importing(request.name()),
        () -> {
          SourceTool.Found found = new SourceTool(surroundings, request).run();
          return new Answer(
              request.json() ? JsonWriter.write(found.asMap()) : found.shown(),
              found.hasText() ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR,
              found.hasText() ? List.of() : List.of(Messages.noSourceFile(found.place())),
              null);
        });
  }

  int measure(Request.ImportTime request) throws UsageException {
    if (request.effects() && !EffectsHelper.isHelper()) {
      return new EffectsHelper(surroundings).run(request);
    }
    return guarded(
        request.settings(),
        request.module(),
        Messages.importing(request.module()),
        () -> {
          ImportTimes times = new ImportTimes(request.effects());
          TenonError failure = importModule(request, times);
          write(request.svg(), new FlameGraph(times.tree()).svg());
          ImportTimeReport report = new ImportTimeReport(times.tree(), request.effects());
          return new Answer(
              request.json()
                  ? JsonWriter.write(report.asMaps())
                  : report.table(surroundings.outputPaint()),
              failure == null ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR,
              List.of(),
              failure);
        });
  }

  /// Imports what is to be measured.
  ///
  /// @return why it could not be imported; null if it was
  private @Nullable TenonError importModule(Request.ImportTime request, ImportTimes times)
      throws UsageException {
    try (Interpreter interpreter = ToolInterpreter.open(surroundings, request.settings())) {
      interpreter.addPhaseListener(times);
      interpreter.importModule(request.module());
      return null;
    } catch (TenonError e) {
      return e;
    }
  }

  private void write(@Nullable String target, String text) throws UsageException {
    if (target != null) {
      Path file = surroundings.folder().resolve(target);
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UsageException(Messages.unwritableFile(file, FileProblem.reason(e)));
      }
    }
  }

  private int guarded(Request.Settings settings, String subject, String work, Tool tool)
      throws UsageException {
    Answer answer;
    try (Progress _ = Progress.of(surroundings, work)) {
      answer = tool.run();
    } catch (UsageException e) {
      throw e;
    } catch (Exception e) {
      // Other errors than those of modules are bugs: whoever reports one needs the stack trace.
      new ErrorPrinter(
              surroundings,
              settings.debug() || !(e instanceof TenonError || e instanceof ToolFailure))
          .print(subject, e);
      return ExitStatus.PROGRAM_ERROR.number();
    }
    ErrorPrinter printer = new ErrorPrinter(surroundings, settings.debug());
    answer.notes().forEach(printer::print);
    int status = show(answer.text(), answer.status());
    if (answer.failure() != null) {
      printer.print(subject, answer.failure());
    }
    return status;
  }

  /// Prints a text.
  ///
  /// @return the status, or another one if the text cannot be written
  int show(String text, ExitStatus status) {
    StandardOutput output = surroundings.output();
    try {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return status.number();
    } catch (IOException e) {
      if (output.isBroken()) {
        return ExitStatus.BROKEN_PIPE.number();
      }
      new ErrorPrinter(surroundings, false)
          .print(Messages.outputFailed(String.valueOf(e.getMessage())));
      return ExitStatus.PROGRAM_ERROR.number();
    }
  }
}
