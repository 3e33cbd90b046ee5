// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon inspect`: shows what a module file holds.
public final class InspectCommand implements Subcommand {

  private static final int PLACE = 30;
  private static final String VERIFY = "--verify";

  private static final String DESCRIPTION =
      "Show the modules of a file or of a name, without running them.";
  private static final String VERIFY_DESCRIPTION =
      "Fail unless the library has debug information, with which the signatures of its functions"
          + " are compared.";
  private static final String TARGET_DESCRIPTION =
      "A module file, the full name of a module, or a function: NAME.function.";

  /// A subcommand is made by the service loader.
  public InspectCommand() {}

  /// Show what a module file holds.
  ///
  /// @param json whether to write JSON
  /// @param verify whether the library has to have debug information
  /// @param target the file, or the full name of a module
  record Inspect(Settings settings, boolean json, boolean verify, String target)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(settings, target, "inspecting " + target, () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws Exception {
      Inspection inspection = new Inspection(surroundings, settings, target);
      Optional<Inspected.Definition> definition = inspection.findDefinition();
      if (definition.isPresent()) {
        return Answer.of(
            json ? JsonWriter.write(definition.get().asMap()) : definition.get().text(), true);
      }
      Inspected found = inspection.run();
      String text = json ? JsonWriter.write(found.asMap()) : found.text(surroundings.outputPaint());
      return verify && !found.isVerified()
          ? Answer.of(text, false, List.of(noDebugInformation(found.place())))
          : Answer.of(text, found.isGood());
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec inspect = Options.withJson(Options.loading("inspect", DESCRIPTION));
    Options.withFlag(inspect, VERIFY, VERIFY_DESCRIPTION);
    return Options.withParameter(inspect, "FILE-OR-NAME", TARGET_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Inspect(
        Options.settings(parsed),
        Options.isJson(parsed),
        parsed.matchedOptionValue(VERIFY, false),
        Options.first(parsed));
  }

  private static String noDebugInformation(String place) {
    return "cannot compare the signatures in '%s' with its functions: it has no debug information; compile it with -g"
        .formatted(place);
  }
}
