package dev.tenon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads every command line with picocli and writes the help. A correct `run` seldom comes here:
/// see [PlainRunReader].
final class ArgumentReader {

  private static final String NAME = "tenon";
  static final String RUN = "run";
  private static final String TEST = "test";
  private static final String FORMAT = "format";
  static final String MODULE = "-m";
  static final String PATH = "--path";
  static final String DEBUG = "--debug";

  private final CommandLine line;

  ArgumentReader() {
    CommandSpec command = command(NAME, Messages.COMMAND_DESCRIPTION);
    command.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description(Messages.VERSION_DESCRIPTION)
            .build());
    command.addSubcommand(RUN, runCommand());
    command.addSubcommand(TEST, command(TEST, Messages.TEST_DESCRIPTION));
    command.addSubcommand(FORMAT, command(FORMAT, Messages.FORMAT_DESCRIPTION));
    line = new CommandLine(command).setExpandAtFiles(false);
  }

  private static CommandSpec command(String name, String description) {
    CommandSpec command = CommandSpec.create().name(name);
    command.usageMessage().description(description);
    return command.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description(Messages.HELP_DESCRIPTION)
            .build());
  }

  private static CommandSpec runCommand() {
    CommandSpec run = command(RUN, Messages.RUN_DESCRIPTION);
    run.usageMessage().customSynopsis(Messages.RUN_SYNOPSIS).footer(Messages.RUN_FOOTER);
    run.addOption(
        OptionSpec.builder(PATH)
            .paramLabel("DIR")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(Messages.PATH_DESCRIPTION)
            .build());
    run.addOption(OptionSpec.builder(DEBUG).description(Messages.DEBUG_DESCRIPTION).build());
    return run.addOption(
        OptionSpec.builder(MODULE)
            .paramLabel("NAME")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .preprocessor((rest, spec, option, info) -> takeAll(rest, option))
            .description(Messages.MODULE_DESCRIPTION)
            .build());
  }

  /// Takes everything that follows `-m`, so that no argument of the module is read as an option.
  private static boolean takeAll(Stack<String> rest, ArgSpec option) {
    List<String> taken = new ArrayList<>();
    while (!rest.isEmpty()) {
      taken.add(rest.pop());
    }
    option.setValue(taken);
    return true;
  }

  /// Reads the arguments of the process.
  ///
  /// @throws UsageException if they make no sense
  Request read(String... arguments) throws UsageException {
    ParseResult result = parse(arguments);
    List<CommandLine> path = result.asCommandLineList();
    CommandLine last = path.getLast();
    if (last.isUsageHelpRequested()) {
      return new Request.ShowText(last.getUsageMessage());
    }
    if (result.isVersionHelpRequested()) {
      return new Request.ShowText(Messages.version(Version.current()) + "\n");
    }
    return switch (last.getCommandName()) {
      case RUN -> runModule(last.getParseResult());
      case TEST, FORMAT -> throw new UsageException(Messages.inScript(last.getCommandName()));
      default -> throw wrong(Messages.NO_COMMAND, last);
    };
  }

  private Request runModule(ParseResult run) throws UsageException {
    List<String> module = run.commandSpec().findOption(MODULE).getValue();
    if (module == null || module.isEmpty() || module.getFirst().isEmpty()) {
      throw wrong(Messages.NO_MODULE, run.commandSpec().commandLine());
    }
    return new Request.RunModule(
        List.copyOf(run.<List<String>>matchedOptionValue(PATH, List.of())),
        run.matchedOptionValue(DEBUG, false),
        module.getFirst(),
        List.copyOf(module.subList(1, module.size())));
  }

  private ParseResult parse(String... arguments) throws UsageException {
    try {
      return line.parseArgs(arguments);
    } catch (UnmatchedArgumentException e) {
      throw wrong(describeUnmatched(e), e.getCommandLine());
    } catch (MissingParameterException e) {
      throw wrong(describeMissing(e), e.getCommandLine());
    } catch (ParameterException e) {
      throw wrong(String.valueOf(e.getMessage()), e.getCommandLine());
    }
  }

  private static String describeUnmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    if (argument.startsWith("-")) {
      return Messages.unknownOption(argument);
    }
    return e.getCommandLine().getParent() == null
        ? Messages.unknownCommand(argument)
        : Messages.unexpectedArgument(argument);
  }

  private static String describeMissing(MissingParameterException e) {
    ArgSpec missing = e.getMissing().getFirst();
    String option = missing instanceof OptionSpec spec ? spec.longestName() : "";
    return Messages.missingValue(option, missing.paramLabel());
  }

  private static UsageException wrong(String text, CommandLine command) {
    return new UsageException(Messages.seeHelp(text, command.getCommandSpec().qualifiedName()));
  }
}
