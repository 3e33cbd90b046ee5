// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.TenonError;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `tenon importtime`: imports a module and prints how long that takes.
public final class ImportTimeCommand implements Subcommand {

  private static final int PLACE = 50;
  static final String NAME = "importtime";
  static final String SVG = "--svg";
  static final String EFFECTS = "--effects";

  private static final String DESCRIPTION =
      "Import a module and print how long each phase took, in microseconds.";
  private static final String SVG_DESCRIPTION = "Also write a flame graph to this file.";
  private static final String EFFECTS_DESCRIPTION =
      "Show what each module did while it ran: files, connections, environment variables,"
          + " processes, threads and memory.";

  /// A subcommand is made by the service loader.
  public ImportTimeCommand() {}

  /// Import a module and print how long that takes.
  ///
  /// @param json whether to write JSON
  /// @param svg the file for a flame graph, if one is wanted
  /// @param effects whether to print what each module did, too
  /// @param module the full name of the module
  record ImportTime(
      Settings settings, boolean json, @Nullable String svg, boolean effects, String module)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return effects && !EffectsHelper.isHelper()
          ? new EffectsHelper(surroundings).run(this)
          : new AnswerPrinter(surroundings)
              .print(settings, module, Messages.importing(module), () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws UsageException {
      ImportTimes times = new ImportTimes(effects);
      TenonError failure = importModule(surroundings, times);
      if (svg != null) {
        write(surroundings.folder().resolve(svg), new FlameGraph(times.tree()).svg());
      }
      ImportTimeReport report = new ImportTimeReport(times.tree(), effects);
      return new Answer(
          json ? JsonWriter.write(report.asMaps()) : report.table(surroundings.outputPaint()),
          failure == null ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR,
          List.of(),
          failure);
    }

    /// Imports what is to be measured.
    ///
    /// @return why it could not be imported; null if it was
    private @Nullable TenonError importModule(Surroundings surroundings, ImportTimes times)
        throws UsageException {
      try (Interpreter interpreter = ToolInterpreter.open(surroundings, settings)) {
        interpreter.addPhaseListener(times);
        interpreter.importModule(module);
        return null;
      } catch (TenonError e) {
        return e;
      }
    }

    private static void write(Path file, String text) throws UsageException {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UsageException(Messages.unwritableFile(file, FileProblem.reason(e)));
      }
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.withJson(Options.loading(NAME, DESCRIPTION));
    Options.withText(command, SVG, "FILE", SVG_DESCRIPTION);
    Options.withFlag(command, EFFECTS, EFFECTS_DESCRIPTION);
    return command.addOption(
        OptionSpec.builder(Options.MODULE)
            .paramLabel("NAME")
            .required(true)
            .type(String.class)
            .description(Options.NAME_DESCRIPTION)
            .build());
  }

  @Override
  public Request request(ParseResult parsed) {
    return new ImportTime(
        Options.settings(parsed),
        Options.isJson(parsed),
        Options.text(parsed, SVG),
        parsed.matchedOptionValue(EFFECTS, false),
        parsed.matchedOptionValue(Options.MODULE, ""));
  }
}
