// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// A subcommand that the launcher of a source tree carries out: here it stands in help and
/// completion.
abstract class LauncherCommand implements Subcommand {

  private final int place;
  private final String name;
  private final String description;

  /// A subcommand.
  ///
  /// @param place as [Subcommand#place]
  LauncherCommand(int place, String name, String description) {
    this.place = place;
    this.name = name;
    this.description = description;
  }

  @Override
  public final int place() {
    return place;
  }

  @Override
  public final CommandSpec specification() {
    return Options.command(name, description);
  }

  @Override
  public final Request request(ParseResult parsed) throws UsageException {
    throw new UsageException(Messages.inScript(name));
  }
}
