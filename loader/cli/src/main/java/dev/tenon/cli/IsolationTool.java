package dev.tenon.cli;

import dev.tenon.isolation.IsolationCheck;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.StaticsScan;
import dev.tenon.isolation.WritableStatic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Carries out `tenon isolation`: reads a library, or runs a module in several interpreters.
final class IsolationTool {

  private final Surroundings surroundings;
  private final Request.Isolation request;

  /// What the user is told.
  ///
  /// @param isGood whether nothing speaks against isolation
  record Answer(String text, boolean isGood) {}

  IsolationTool(Surroundings surroundings, Request.Isolation request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// Does it.
  ///
  /// @throws UsageException if the library cannot be read, the exercise makes no sense or the check
  ///   cannot be done; the text says why
  Answer run() throws UsageException, InterruptedException {
    try {
      Path file = surroundings.folder().resolve(request.target());
      return Files.isRegularFile(file) ? scan(file) : check();
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Answer scan(Path file) throws IOException {
    StaticsScan scan = StaticsScan.of(file);
    int count = scan.statics().size();
    StringBuilder text =
        new StringBuilder(
            "%s: %s writable variable%s, %s bytes%s\n"
                .formatted(
                    request.target(),
                    count == 0 ? "no" : count,
                    count == 1 ? "" : "s",
                    scan.size(),
                    scan.isStripped() ? " (stripped: only exported names are known)" : ""));
    for (WritableStatic each : scan.statics()) {
      text.append("  ").append(each).append('\n');
    }
    return new Answer(text.toString(), count == 0);
  }

  private Answer check() throws IOException, InterruptedException, UsageException {
    IsolationCheck check =
        IsolationCheck.of(request.target())
            .interpreters(request.interpreters())
            .path(
                new ModulePath(surroundings)
                    .entries(request.settings().path())
                    .toArray(String[]::new));
    if (request.exercise() != null) {
      check.exercise(request.exercise());
    }
    if (request.privateImage()) {
      check.privateImage();
    }
    IsolationReport report = check.run();
    return new Answer(report.text(), report.verdict() == IsolationReport.Verdict.ISOLATED);
  }
}
