// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.cli.command.ModuleOption;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `tenon lock`: writes a lock file that lists what a program or modules load.
public final class LockCommand implements Subcommand {

  private static final int PLACE = 80;
  private static final String NAME = "lock";
  private static final String OUTPUT = "-o";

  private static final String DESCRIPTION =
      "Run a program or import modules, and write a lock file that lists every file that was"
          + " loaded, with its SHA-256.";
  private static final String SYNOPSIS =
      "tenon lock [--path DIR]… [-o FILE] [--debug] (NAME… | -m NAME [ARG…])";
  private static final String OUTPUT_DESCRIPTION =
      "The lock file. Default: tenon.lock in the current directory.";
  private static final String MODULE_DESCRIPTION =
      "Run this module as 'tenon run' does. Everything after it goes to the module untouched.";
  private static final String NAMES_DESCRIPTION = "The full names of modules to import.";
  private static final String WHAT =
      "expected either names of modules to import, or one program to run: -m NAME [ARG…]";

  /// A subcommand is made by the service loader.
  public LockCommand() {}

  /// Write a lock file.
  ///
  /// @param output the file
  /// @param names the modules that are imported; empty if a program is run
  /// @param program the main program; null if modules are imported
  record Lock(Settings settings, String output, List<String> names, @Nullable Program program)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new LockTool(surroundings, this).run();
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.searching(NAME, DESCRIPTION);
    command.usageMessage().customSynopsis(SYNOPSIS);
    Options.withText(command, OUTPUT, "FILE", OUTPUT_DESCRIPTION);
    command.addOption(RunCommand.moduleOption(MODULE_DESCRIPTION));
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("NAME")
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(NAMES_DESCRIPTION)
            .build());
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    List<String> words = parsed.commandSpec().findOption(Options.MODULE).getValue();
    List<String> names = List.copyOf(parsed.matchedPositionalValue(0, List.<String>of()));
    boolean isProgram = Program.isNamed(words);
    if (isProgram != names.isEmpty()) {
      throw Options.mistake(WHAT, parsed.commandSpec());
    }
    return new Lock(
        Options.settings(parsed),
        parsed.matchedOptionValue(OUTPUT, ModuleOption.LOCK_FILE),
        names,
        isProgram ? Program.of(words, false) : null);
  }
}
