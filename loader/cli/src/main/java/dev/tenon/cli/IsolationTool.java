// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.isolation.IsolationCheck;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.StaticsScan;
import dev.tenon.isolation.WritableStatic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    if (request.json()) {
      return new Answer(JsonWriter.write(asMap(scan)), count == 0);
    }
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

  private Map<String, Object> asMap(StaticsScan scan) {
    List<Map<String, Object>> variables = new ArrayList<>();
    for (WritableStatic each : scan.statics()) {
      Map<String, Object> variable = new LinkedHashMap<>();
      variable.put("name", each.name());
      variable.put("section", each.section());
      variable.put("size", each.size());
      variables.add(variable);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("library", request.target());
    map.put("stripped", scan.isStripped());
    map.put("variables", variables);
    return map;
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
    check.ignore(request.accepted().toArray(String[]::new));
    IsolationReport report = check.run();
    return new Answer(
        request.json() ? JsonWriter.write(report.asMap()) : report.text(),
        report.verdict().isGood());
  }
}
