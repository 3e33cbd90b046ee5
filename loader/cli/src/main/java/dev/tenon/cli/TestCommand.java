// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon test`, which the launcher carries out: here it stands in help and completion.
public final class TestCommand implements Subcommand {

  private static final int PLACE = 150;
  private static final String NAME = "test";
  private static final String DESCRIPTION = "Run everything that CI checks (in a source tree).";

  /// A subcommand is made by the service loader.
  public TestCommand() {}

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.command(NAME, DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    throw new UsageException(Messages.inScript(NAME));
  }
}
