// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.project;

import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon new`: makes a project for a new module.
public final class NewCommand implements Subcommand {

  private static final int PLACE = 110;
  private static final String FOLDER = "--dir";

  private static final String DESCRIPTION =
      "Make a project for a new module, with a test, that builds at once.";
  private static final String KIND_DESCRIPTION = "c, cpp, java or rust.";
  private static final String NAME_DESCRIPTION = "The name of the module.";
  private static final String FOLDER_DESCRIPTION =
      "The folder of the project, new or empty. Default: NAME.";

  /// A subcommand is made by the service loader.
  public NewCommand() {}

  /// Make a project for a new module.
  ///
  /// @param name the name of the module
  /// @param place the folder of the project
  record New(ProjectKind kind, String name, String place) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .show(new ProjectMaker(surroundings.folder(), this, surroundings.command()).run());
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.command("new", DESCRIPTION);
    Options.withParameter(command, 0, "LANGUAGE", KIND_DESCRIPTION);
    Options.withParameter(command, 1, "NAME", NAME_DESCRIPTION);
    return Options.withText(command, FOLDER, "DIR", FOLDER_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    String name = parsed.matchedPositionalValue(1, "");
    return new New(
        ProjectKind.of(Options.first(parsed)), name, parsed.matchedOptionValue(FOLDER, name));
  }
}
