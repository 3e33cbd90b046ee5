// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon cflags`: prints the flags with which a compiler makes a module.
public final class CflagsCommand implements Subcommand {

  private static final int PLACE = 130;
  private static final String C_PLUS_PLUS = "--c++";
  private static final String STANDARD = "--std";

  private static final String DESCRIPTION =
      "Print the flags with which a C or C++ compiler makes a module.";
  private static final String C_PLUS_PLUS_DESCRIPTION = "Print the flags for a C++ compiler.";
  private static final String STANDARD_DESCRIPTION =
      "The edition of the language. Default: c11, with --c++ c++11.";

  /// A subcommand is made by the service loader.
  public CflagsCommand() {}

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.command("cflags", DESCRIPTION);
    Options.withFlag(command, C_PLUS_PLUS, C_PLUS_PLUS_DESCRIPTION);
    return Options.withText(command, STANDARD, "STD", STANDARD_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    return Request.ofText(
        CompilerFlags.ofProgram()
                .text(parsed.matchedOptionValue(C_PLUS_PLUS, false), Options.text(parsed, STANDARD))
            + "\n");
  }
}
