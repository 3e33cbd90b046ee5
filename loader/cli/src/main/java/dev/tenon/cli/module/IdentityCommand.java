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
import dev.tenon.registry.ModuleIdentity;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon identity`: imports a module and lists which module objects exist then, and who holds
/// earlier values.
public final class IdentityCommand implements Subcommand {

  private static final int PLACE = 60;
  private static final String ALL = "--all";
  private static final String MAIN = "--main";
  private static final String RELOAD = "--reload";

  private static final String DESCRIPTION =
      "Import a module and show which module objects exist then, under which names, and who holds"
          + " values of earlier executions.";
  private static final String ALL_DESCRIPTION = "Show all imported modules.";
  private static final String MAIN_DESCRIPTION = "Run the module as the main program.";
  private static final String RELOAD_DESCRIPTION =
      "Reload this module after the import. May be given several times.";

  /// A subcommand is made by the service loader.
  public IdentityCommand() {}

  /// Import a module and list the module objects.
  ///
  /// @param json whether to write JSON
  /// @param reloads the modules that are reloaded after the import
  /// @param all whether to list all modules
  /// @param asMain whether the module is run as the main program
  /// @param module the full name of the module
  record Identity(
      Settings settings,
      boolean json,
      List<String> reloads,
      boolean all,
      boolean asMain,
      String module)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(
              settings,
              module,
              Messages.importing(module),
              () -> Answer.of(new IdentityTool(surroundings, this).run(this::shown), true));
    }

    private String shown(List<ModuleIdentity> identities) {
      return json
          ? JsonWriter.write(identities.stream().map(IdentityText::asMap).toList())
          : IdentityText.of(identities);
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.withJson(Options.loading("identity", DESCRIPTION));
    Options.withFlag(command, ALL, ALL_DESCRIPTION);
    Options.withFlag(command, MAIN, MAIN_DESCRIPTION);
    Options.withTexts(command, RELOAD, "MODULE", RELOAD_DESCRIPTION);
    return Options.withParameter(command, "NAME", Options.NAME_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Identity(
        Options.settings(parsed),
        Options.isJson(parsed),
        Options.texts(parsed, RELOAD),
        parsed.matchedOptionValue(ALL, false),
        parsed.matchedOptionValue(MAIN, false),
        Options.first(parsed));
  }
}
