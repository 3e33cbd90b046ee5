// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon source`: prints the source text of a module or of what it defines.
public final class SourceCommand implements Subcommand {

  private static final int PLACE = 70;
  private static final String DESCRIPTION =
      "Import a module and print the source text of the module or of what it defines.";
  private static final String DEFINITION_DESCRIPTION =
      "The full name of a module, or a name that it defines: NAME.function.";

  /// A subcommand is made by the service loader.
  public SourceCommand() {}

  /// Print the source text of a module or of what it defines.
  ///
  /// @param json whether to write JSON
  /// @param name the full name of the module, with that of an attribute behind it
  record SourceText(Settings settings, boolean json, String name) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(settings, name, Messages.importing(name), () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws Exception {
      SourceTool.Found found = new SourceTool(surroundings, this).run();
      return Answer.of(
          json ? JsonWriter.write(found.asMap()) : found.shown(),
          found.hasText(),
          found.hasText() ? List.of() : List.of(noSourceFile(found.place())));
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.withParameter(
        Options.withJson(Options.loading("source", DESCRIPTION)), "NAME", DEFINITION_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) {
    return new SourceText(Options.settings(parsed), Options.isJson(parsed), Options.first(parsed));
  }

  private static String noSourceFile(Object place) {
    return "the source file is not there: %s".formatted(Escapes.inline(place));
  }
}
