// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// Builds the specifications of subcommands out of what several of them have in common, and reads
/// it back.
public final class Options {

  /// Chooses when texts are coloured; every command has it.
  public static final String COLOR = "--color";

  /// Names a module.
  public static final String MODULE = "-m";

  /// Chooses JSON.
  public static final String JSON = "--json";

  private static final String COLOR_DESCRIPTION =
      "When to use colours: auto, always or never. Default: auto (colours on terminals).";
  private static final String HELP_DESCRIPTION = "Print this help and exit.";
  private static final String JSON_DESCRIPTION = "Write JSON.";

  /// Describes the name that a subcommand takes.
  public static final String NAME_DESCRIPTION = "The full name of the module.";

  private Options() {}

  /// A command with the options that all have.
  public static CommandSpec command(String name, String description) {
    CommandSpec command = CommandSpec.create().name(name);
    command.usageMessage().description(description);
    command.addOption(
        OptionSpec.builder(COLOR)
            .paramLabel("WHEN")
            .type(String.class)
            .completionCandidates(ColorChoice.words())
            .description(COLOR_DESCRIPTION)
            .build());
    return command.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description(HELP_DESCRIPTION).build());
  }

  /// A command that looks for modules in a path.
  public static CommandSpec searching(String name, String description) {
    return with(command(name, description), ModuleOption.PATH, ModuleOption.DEBUG);
  }

  /// A command that looks for modules in a path and loads what a lock file lets it load.
  public static CommandSpec loading(String name, String description) {
    return with(searching(name, description), ModuleOption.LOCKED);
  }

  /// The command with more options about modules.
  public static CommandSpec with(CommandSpec command, ModuleOption... options) {
    for (ModuleOption option : options) {
      command.addOption(specification(option));
    }
    return command;
  }

  private static OptionSpec specification(ModuleOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.word()).description(option.description());
    return switch (option.form()) {
      case FLAG -> builder.build();
      case VALUES ->
          builder.paramLabel(option.label()).type(List.class).auxiliaryTypes(String.class).build();
      case ATTACHED_VALUE ->
          builder
              .paramLabel(option.label())
              .arity("0..1")
              .type(String.class)
              .preprocessor((rest, spec, given, info) -> takeAttached(rest, given, info, option))
              .build();
    };
  }

  /// Takes a value only if it is written `--locked=FILE`: what follows `--locked` is the program.
  private static boolean takeAttached(
      Stack<String> rest, ArgSpec given, Map<String, Object> info, ModuleOption option) {
    given.setValue("=".equals(info.get("separator")) ? rest.pop() : option.usual());
    return true;
  }

  /// The command with an option that takes no value.
  public static CommandSpec withFlag(CommandSpec command, String name, String description) {
    return command.addOption(OptionSpec.builder(name).description(description).build());
  }

  /// The command with an option that takes one text.
  public static CommandSpec withText(
      CommandSpec command, String name, String label, String description) {
    return command.addOption(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .description(description)
            .build());
  }

  /// The command with an option that takes a text and may be given several times.
  public static CommandSpec withTexts(
      CommandSpec command, String name, String label, String description) {
    return command.addOption(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build());
  }

  /// The command with `--json`.
  public static CommandSpec withJson(CommandSpec command) {
    return withFlag(command, JSON, JSON_DESCRIPTION);
  }

  /// Whether JSON is asked for.
  public static boolean isJson(ParseResult parsed) {
    return parsed.matchedOptionValue(JSON, false);
  }

  /// The command with its first word, which has to be given.
  public static CommandSpec withParameter(CommandSpec command, String label, String description) {
    return withParameter(command, 0, label, description);
  }

  /// The command with one of its words, which has to be given.
  public static CommandSpec withParameter(
      CommandSpec command, int index, String label, String description) {
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .index(String.valueOf(index))
            .arity("1")
            .required(true)
            .type(String.class)
            .description(description)
            .build());
  }

  /// The first word.
  public static String first(ParseResult parsed) {
    return parsed.matchedPositionalValue(0, "");
  }

  /// A text that may have been given.
  public static @Nullable String text(ParseResult parsed, String option) {
    return parsed.<@Nullable String>matchedOptionValue(option, null);
  }

  /// The texts that were given, in their order.
  public static List<String> texts(ParseResult parsed, String option) {
    return List.copyOf(parsed.<List<String>>matchedOptionValue(option, List.of()));
  }

  /// What was given about the search of modules.
  public static Settings settings(ParseResult parsed) {
    OptionSpec locked = parsed.commandSpec().findOption(ModuleOption.LOCKED.word());
    return new Settings(
        texts(parsed, ModuleOption.PATH.word()),
        isGiven(parsed, ModuleOption.DEBUG),
        locked == null ? null : locked.<@Nullable String>getValue());
  }

  /// Whether an option was given that takes no value.
  public static boolean isGiven(ParseResult parsed, ModuleOption option) {
    return parsed.matchedOptionValue(option.word(), false);
  }

  /// A mistake in the line of a command, whose help has more.
  public static UsageException mistake(String text, CommandSpec command) {
    return new UsageException(seeHelp(text, command.qualifiedName()));
  }

  private static String seeHelp(String text, String command) {
    return "%s; see '%s --help'".formatted(text, command);
  }
}
