// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.program.PlainRunReader;
import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.cli.terminal.Version;
import dev.tenon.input.Escapes;
import dev.tenon.text.NearNames;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads every command line with picocli, by the specifications of the subcommands that are
/// installed, and writes the help. A correct `run` seldom comes here: see [PlainRunReader].
public final class ArgumentReader {

  private static final String NAME = "tenon";
  private static final String DESCRIPTION = "Extension modules for the JVM.";
  private static final String VERSION_DESCRIPTION = "Print the version and exit.";
  private static final String NO_COMMAND = "no command given";

  private final Surroundings given;
  private final Map<String, Subcommand> subcommands = new HashMap<>();
  private final CommandLine line;

  ArgumentReader(Surroundings given) {
    this.given = given;
    CommandSpec command = Options.command(NAME, DESCRIPTION);
    command.usageMessage().exitCodeListHeading(ExitStatus.HEADING).exitCodeList(ExitStatus.table());
    command.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description(VERSION_DESCRIPTION)
            .build());
    for (Subcommand each : installed()) {
      CommandSpec specification = each.specification();
      subcommands.put(specification.name(), each);
      command.addSubcommand(specification.name(), specification);
    }
    line = new CommandLine(command).setExpandAtFiles(false);
  }

  private static List<Subcommand> installed() {
    return ServiceLoader.load(Subcommand.class, ArgumentReader.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Subcommand::place))
        .toList();
  }

  /// Reads the arguments of the process.
  ///
  /// @throws UsageException if they make no sense
  public Request read(String... arguments) throws UsageException {
    ParseResult result = parse(arguments);
    checkColor();
    CommandLine last = result.asCommandLineList().getLast();
    if (last.isUsageHelpRequested()) {
      Help.Ansi ansi = surroundings().outputPaint().isOn() ? Help.Ansi.ON : Help.Ansi.OFF;
      return Request.ofText(last.getUsageMessage(ansi));
    }
    if (result.isVersionHelpRequested()) {
      return Request.ofText(Version.line() + "\n");
    }
    Subcommand subcommand = subcommands.get(last.getCommandName());
    if (subcommand == null) {
      throw wrong(NO_COMMAND, last);
    }
    return subcommand.request(last.getParseResult());
  }

  /// The surroundings with the choice of colours that has been read, even if what followed it on
  /// the line was wrong.
  Surroundings surroundings() {
    return given.with(
        colors()
            .map(ColorChoice::find)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(given.color()));
  }

  /// What was given as a choice of colours, the word behind the command first.
  private Stream<String> colors() {
    return Stream.concat(line.getSubcommands().values().stream(), Stream.of(line))
        .map(command ->
            command.getCommandSpec().findOption(Options.COLOR).<@Nullable String>getValue())
        .filter(Objects::nonNull);
  }

  private void checkColor() throws UsageException {
    Optional<String> unknown =
        colors().filter(word -> ColorChoice.find(word).isEmpty()).findFirst();
    if (unknown.isPresent()) {
      throw new UsageException(
          "unknown choice of colours %s, expected %s"
              .formatted(Escapes.quoted(unknown.get()), String.join(", ", ColorChoice.words())));
    }
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
      return "unknown option %s".formatted(Escapes.quoted(argument));
    }
    return e.getCommandLine().getParent() == null
        ? unknownCommand(argument, e.getCommandLine().getSubcommands().keySet())
        : "unexpected argument %s, expected nothing more".formatted(Escapes.quoted(argument));
  }

  private static String unknownCommand(String command, Collection<String> commands) {
    return NearNames.nearest(command, commands)
        .map(near ->
            "unknown command %s; did you mean %s?"
                .formatted(Escapes.quoted(command), Escapes.quoted(near)))
        .orElseGet(() ->
            "unknown command %s, expected one of %s"
                .formatted(Escapes.quoted(command), String.join(", ", commands)));
  }

  private static String describeMissing(MissingParameterException e) {
    ArgSpec missing = e.getMissing().getFirst();
    return missing instanceof OptionSpec spec
        ? "option %s needs a value, expected %s %s"
            .formatted(spec.longestName(), spec.longestName(), spec.paramLabel())
        : "%s is missing".formatted(missing.paramLabel());
  }

  private static UsageException wrong(String text, CommandLine command) {
    return Options.mistake(text, command.getCommandSpec());
  }
}
