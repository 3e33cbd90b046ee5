// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon completion`: prints the completion script for a shell.
public final class CompletionCommand implements Subcommand {

  private static final int PLACE = 140;
  private static final String DESCRIPTION = "Print the completion script for a shell, bash or zsh.";
  private static final String SHELL_DESCRIPTION = "bash or zsh.";

  /// A subcommand is made by the service loader.
  public CompletionCommand() {}

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.withParameter(
        Options.command("completion", DESCRIPTION), "SHELL", SHELL_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    String shell = Options.first(parsed);
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new UsageException(
          "unknown shell %s, expected bash or zsh".formatted(Escapes.quoted(shell)));
    }
    // The script sets up zsh's own support for bash's completion where it runs in zsh.
    CommandSpec whole = parsed.commandSpec().root();
    return Request.ofText(AutoComplete.bash(whole.name(), whole.commandLine()));
  }
}
