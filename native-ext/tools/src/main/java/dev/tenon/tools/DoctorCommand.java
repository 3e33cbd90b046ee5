// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon doctor`: shows what this machine lacks for which use of Tenon.
public final class DoctorCommand implements Subcommand {

  private static final int PLACE = 135;
  private static final String NAME = "doctor";
  private static final String DESCRIPTION =
      "Show what this machine lacks for which use of Tenon, and what to do.";

  /// A subcommand is made by the service loader.
  public DoctorCommand() {}

  /// Look at the machine.
  ///
  /// @param json whether to write JSON
  record Examination(boolean json) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(Settings.NONE, NAME, "looking at this machine", () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) {
      List<Finding> findings = new Doctor(surroundings, Path.of("/")).run();
      String text =
          json
              ? JsonWriter.write(findings.stream().map(Finding::asMap).toList())
              : findings.stream().map(Finding::text).collect(Collectors.joining());
      return Answer.of(text, Doctor.isReady(findings));
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.withJson(Options.command(NAME, DESCRIPTION));
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Examination(Options.isJson(parsed));
  }
}
