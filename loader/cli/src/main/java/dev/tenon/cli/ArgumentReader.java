// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Stack;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads every command line with picocli and writes the help. A correct `run` seldom comes here:
/// see [PlainRunReader].
final class ArgumentReader {

  private static final String NAME = "tenon";
  static final String RUN = "run";
  static final String REPL = "repl";
  static final String INSPECT = "inspect";
  static final String WHY = "why";
  static final String IMPORT_TIME = "importtime";
  static final String EFFECTS = "--effects";
  static final String IDENTITY = "identity";
  static final String SOURCE = "source";
  private static final String RELOAD = "--reload";
  private static final String ALL = "--all";
  private static final String MAIN = "--main";
  static final String ISOLATION = "isolation";
  static final String CRASH = "crash";
  static final String NEW = "new";
  private static final String FOLDER = "--dir";
  static final String COMPLETION = "completion";
  private static final String CFLAGS = "cflags";
  private static final String C_PLUS_PLUS = "--c++";
  private static final String STANDARD = "--std";
  private static final String VERIFY = "--verify";
  private static final String JSON = "--json";
  private static final String SVG = "--svg";
  private static final String EXERCISE = "--exercise";
  private static final String INTERPRETERS = "--interpreters";
  private static final String IGNORE = "--ignore";
  private static final String PRIVATE_IMAGE = "--private-image";
  private static final int FEWEST = 2;
  private static final int USUAL = 4;
  private static final String TEST = "test";
  private static final String FORMAT = "format";
  static final String MODULE = "-m";
  static final String CODE = "-c";
  static final String LANGUAGE = "--lang";
  static final String PATH = "--path";
  static final String DEBUG = "--debug";
  static final String ISOLATED = "--isolated";
  static final String CHECK = "--check";
  static final String LOCK = "lock";
  static final String LOCKED = "--locked";
  static final String LOCK_FILE = "tenon.lock";
  private static final String OUTPUT = "-o";

  private static final String COLOR = "--color";

  private final Surroundings given;
  private final CommandLine line;

  ArgumentReader(Surroundings given) {
    this.given = given;
    CommandSpec command = withStatuses(command(NAME, Messages.COMMAND_DESCRIPTION));
    command.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description(Messages.VERSION_DESCRIPTION)
            .build());
    command.addSubcommand(RUN, runCommand());
    command.addSubcommand(REPL, replCommand());
    command.addSubcommand(INSPECT, inspectCommand());
    command.addSubcommand(
        WHY,
        withName(
            withJson(withLocked(withSettings(command(WHY, Messages.WHY_DESCRIPTION)))),
            Messages.NAME_DESCRIPTION));
    command.addSubcommand(IMPORT_TIME, importTimeCommand());
    command.addSubcommand(IDENTITY, identityCommand());
    command.addSubcommand(
        SOURCE,
        withName(
            withJson(withLocked(withSettings(command(SOURCE, Messages.SOURCE_DESCRIPTION)))),
            Messages.DEFINITION_DESCRIPTION));
    command.addSubcommand(LOCK, lockCommand());
    command.addSubcommand(ISOLATION, isolationCommand());
    command.addSubcommand(CRASH, crashCommand());
    command.addSubcommand(NEW, newCommand());
    command.addSubcommand(CdefCommand.NAME, CdefCommand.spec());
    command.addSubcommand(CFLAGS, compilerFlagsCommand());
    command.addSubcommand(COMPLETION, completionCommand());
    command.addSubcommand(TEST, command(TEST, Messages.TEST_DESCRIPTION));
    command.addSubcommand(FORMAT, command(FORMAT, Messages.FORMAT_DESCRIPTION));
    line = new CommandLine(command).setExpandAtFiles(false);
  }

  static CommandSpec command(String name, String description) {
    CommandSpec command = CommandSpec.create().name(name);
    command.usageMessage().description(description);
    command.addOption(
        OptionSpec.builder(COLOR)
            .paramLabel("WHEN")
            .type(String.class)
            .completionCandidates(ColorChoice.words())
            .description(Messages.COLOR_DESCRIPTION)
            .build());
    return command.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description(Messages.HELP_DESCRIPTION)
            .build());
  }

  private static CommandSpec withStatuses(CommandSpec command) {
    command
        .usageMessage()
        .exitCodeListHeading(Messages.EXIT_STATUS_HEADING)
        .exitCodeList(ExitStatus.table());
    return command;
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).description(description).build();
  }

  private static CommandSpec withSettings(CommandSpec command) {
    return command
        .addOption(
            OptionSpec.builder(PATH)
                .paramLabel("DIR")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(Messages.PATH_DESCRIPTION)
                .build())
        .addOption(flag(DEBUG, Messages.DEBUG_DESCRIPTION));
  }

  private static CommandSpec withLocked(CommandSpec command) {
    return command.addOption(
        OptionSpec.builder(LOCKED)
            .paramLabel("FILE")
            .arity("0..1")
            .type(String.class)
            .preprocessor((rest, spec, option, info) -> takeAttached(rest, option, info))
            .description(Messages.LOCKED_DESCRIPTION)
            .build());
  }

  /// Takes a value only if it is written `--locked=FILE`: what follows `--locked` is the program.
  private static boolean takeAttached(
      Stack<String> rest, ArgSpec option, Map<String, Object> info) {
    option.setValue("=".equals(info.get("separator")) ? rest.pop() : LOCK_FILE);
    return true;
  }

  private static CommandSpec withName(CommandSpec command, String description) {
    return withParameter(command, "NAME", description);
  }

  static CommandSpec withParameter(CommandSpec command, String label, String description) {
    return withParameter(command, 0, label, description);
  }

  private static CommandSpec withParameter(
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

  private static CommandSpec withJson(CommandSpec command) {
    return command.addOption(flag(JSON, Messages.JSON_DESCRIPTION));
  }

  private static CommandSpec inspectCommand() {
    CommandSpec inspect =
        withJson(withLocked(withSettings(command(INSPECT, Messages.INSPECT_DESCRIPTION))));
    inspect.addOption(flag(VERIFY, Messages.VERIFY_DESCRIPTION));
    return withParameter(inspect, "FILE-OR-NAME", Messages.TARGET_DESCRIPTION);
  }

  private static CommandSpec compilerFlagsCommand() {
    return command(CFLAGS, Messages.CFLAGS_DESCRIPTION)
        .addOption(flag(C_PLUS_PLUS, Messages.C_PLUS_PLUS_DESCRIPTION))
        .addOption(
            OptionSpec.builder(STANDARD)
                .paramLabel("STD")
                .type(String.class)
                .description(Messages.STANDARD_DESCRIPTION)
                .build());
  }

  private static CommandSpec importTimeCommand() {
    CommandSpec command =
        withJson(withLocked(withSettings(command(IMPORT_TIME, Messages.IMPORT_TIME_DESCRIPTION))));
    command.addOption(
        OptionSpec.builder(SVG)
            .paramLabel("FILE")
            .type(String.class)
            .description(Messages.SVG_DESCRIPTION)
            .build());
    command.addOption(flag(EFFECTS, Messages.EFFECTS_DESCRIPTION));
    return command.addOption(
        OptionSpec.builder(MODULE)
            .paramLabel("NAME")
            .required(true)
            .type(String.class)
            .description(Messages.NAME_DESCRIPTION)
            .build());
  }

  private static CommandSpec identityCommand() {
    CommandSpec command =
        withJson(withLocked(withSettings(command(IDENTITY, Messages.IDENTITY_DESCRIPTION))))
            .addOption(flag(ALL, Messages.ALL_DESCRIPTION))
            .addOption(flag(MAIN, Messages.AS_MAIN_DESCRIPTION))
            .addOption(
                OptionSpec.builder(RELOAD)
                    .paramLabel("MODULE")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .description(Messages.RELOAD_DESCRIPTION)
                    .build());
    return withName(command, Messages.NAME_DESCRIPTION);
  }

  private static CommandSpec lockCommand() {
    CommandSpec command = withSettings(command(LOCK, Messages.LOCK_DESCRIPTION));
    command.usageMessage().customSynopsis(Messages.LOCK_SYNOPSIS);
    command.addOption(
        OptionSpec.builder(OUTPUT)
            .paramLabel("FILE")
            .type(String.class)
            .description(Messages.LOCK_OUTPUT_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(MODULE)
            .paramLabel("NAME")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .preprocessor((rest, spec, option, info) -> takeAll(rest, option))
            .description(Messages.LOCK_MODULE_DESCRIPTION)
            .build());
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("NAME")
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(Messages.LOCK_NAMES_DESCRIPTION)
            .build());
  }

  private static CommandSpec isolationCommand() {
    CommandSpec command = withSettings(command(ISOLATION, Messages.ISOLATION_DESCRIPTION));
    command.addOption(
        OptionSpec.builder(EXERCISE)
            .paramLabel("CALLS")
            .type(String.class)
            .description(Messages.EXERCISE_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(INTERPRETERS)
            .paramLabel("N")
            .type(int.class)
            .description(Messages.INTERPRETERS_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(IGNORE)
            .paramLabel("'LIBRARY[:SYMBOL] REASON'")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(Messages.IGNORE_DESCRIPTION)
            .build());
    command.addOption(flag(JSON, Messages.JSON_DESCRIPTION));
    command.addOption(
        OptionSpec.builder(PRIVATE_IMAGE)
            .type(boolean.class)
            .description(Messages.PRIVATE_IMAGE_DESCRIPTION)
            .build());
    return withParameter(command, "LIBRARY-OR-NAME", Messages.ISOLATED_DESCRIPTION);
  }

  private static CommandSpec crashCommand() {
    return command(CRASH, Messages.CRASH_DESCRIPTION)
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("FILE")
                .index("0")
                .arity("0..1")
                .type(String.class)
                .description(Messages.TRAIL_DESCRIPTION)
                .build());
  }

  private static CommandSpec newCommand() {
    CommandSpec command = command(NEW, Messages.NEW_DESCRIPTION);
    withParameter(command, 0, "LANGUAGE", Messages.KIND_DESCRIPTION);
    withParameter(command, 1, "NAME", Messages.NEW_NAME_DESCRIPTION);
    return command.addOption(
        OptionSpec.builder(FOLDER)
            .paramLabel("DIR")
            .type(String.class)
            .description(Messages.FOLDER_DESCRIPTION)
            .build());
  }

  private static CommandSpec completionCommand() {
    return withParameter(
        command(COMPLETION, Messages.COMPLETION_DESCRIPTION), "SHELL", Messages.SHELL_DESCRIPTION);
  }

  private static CommandSpec withRestrictions(CommandSpec command) {
    return command
        .addOption(flag(ISOLATED, Messages.ISOLATED_RUN_DESCRIPTION))
        .addOption(flag(CHECK, Messages.CHECK_DESCRIPTION));
  }

  private static CommandSpec withLanguage(CommandSpec command, String description) {
    return command.addOption(
        OptionSpec.builder(LANGUAGE)
            .paramLabel("LANGUAGE")
            .type(String.class)
            .description(description)
            .build());
  }

  private static CommandSpec replCommand() {
    CommandSpec repl =
        withLanguage(
            withRestrictions(withLocked(withSettings(command(REPL, Messages.REPL_DESCRIPTION)))),
            Messages.PROMPT_LANGUAGE_DESCRIPTION);
    repl.usageMessage().footer(Messages.REPL_FOOTER);
    return repl;
  }

  private static CommandSpec runCommand() {
    CommandSpec run = withStatuses(command(RUN, Messages.RUN_DESCRIPTION));
    run.usageMessage().customSynopsis(Messages.RUN_SYNOPSIS).footer(Messages.RUN_FOOTER);
    withLanguage(withRestrictions(withLocked(withSettings(run))), Messages.LANGUAGE_DESCRIPTION);
    // What follows the path goes to the program.
    run.parser().stopAtPositional(true);
    run.addOption(
        OptionSpec.builder(CODE)
            .paramLabel("CODE")
            .type(String.class)
            .description(Messages.CODE_DESCRIPTION)
            .build());
    run.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("PATH")
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(Messages.PROGRAM_DESCRIPTION)
            .build());
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
    checkColor();
    List<CommandLine> path = result.asCommandLineList();
    CommandLine last = path.getLast();
    if (last.isUsageHelpRequested()) {
      Help.Ansi ansi = surroundings().outputPaint().isOn() ? Help.Ansi.ON : Help.Ansi.OFF;
      return new Request.ShowText(last.getUsageMessage(ansi));
    }
    if (result.isVersionHelpRequested()) {
      return new Request.ShowText(Messages.version(Version.current()) + "\n");
    }
    return switch (last.getCommandName()) {
      case RUN -> run(last.getParseResult());
      case REPL -> prompt(last.getParseResult());
      case INSPECT -> inspect(last.getParseResult());
      case WHY -> why(last.getParseResult());
      case IMPORT_TIME -> importTime(last.getParseResult());
      case IDENTITY -> identity(last.getParseResult());
      case SOURCE -> source(last.getParseResult());
      case LOCK -> lock(last.getParseResult());
      case ISOLATION -> isolation(last);
      case CRASH ->
          new Request.Crash(
              last.getParseResult().<@Nullable String>matchedPositionalValue(0, null));
      case NEW -> newProject(last.getParseResult());
      case CdefCommand.NAME -> CdefCommand.request(last.getParseResult());
      case CFLAGS -> compilerFlags(last.getParseResult());
      case COMPLETION -> completion(first(last.getParseResult()));
      case TEST, FORMAT -> throw new UsageException(Messages.inScript(last.getCommandName()));
      default -> throw wrong(Messages.NO_COMMAND, last);
    };
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
        .map(command -> command.getCommandSpec().findOption(COLOR).<@Nullable String>getValue())
        .filter(Objects::nonNull);
  }

  private void checkColor() throws UsageException {
    Optional<String> unknown =
        colors().filter(word -> ColorChoice.find(word).isEmpty()).findFirst();
    if (unknown.isPresent()) {
      throw new UsageException(Messages.unknownColor(unknown.get()));
    }
  }

  private static Request inspect(ParseResult parsed) {
    return new Request.Inspect(
        settings(parsed),
        parsed.matchedOptionValue(JSON, false),
        parsed.matchedOptionValue(VERIFY, false),
        first(parsed));
  }

  private static Request compilerFlags(ParseResult parsed) throws UsageException {
    return new Request.ShowText(
        CompilerFlags.ofProgram()
                .text(
                    parsed.matchedOptionValue(C_PLUS_PLUS, false),
                    parsed.<@Nullable String>matchedOptionValue(STANDARD, null))
            + "\n");
  }

  private static Request why(ParseResult parsed) {
    return new Request.Why(settings(parsed), parsed.matchedOptionValue(JSON, false), first(parsed));
  }

  private static Request importTime(ParseResult parsed) {
    return new Request.ImportTime(
        settings(parsed),
        parsed.matchedOptionValue(JSON, false),
        parsed.<@Nullable String>matchedOptionValue(SVG, null),
        parsed.matchedOptionValue(EFFECTS, false),
        parsed.matchedOptionValue(MODULE, ""));
  }

  private static Request identity(ParseResult parsed) {
    return new Request.Identity(
        settings(parsed),
        parsed.matchedOptionValue(JSON, false),
        List.copyOf(parsed.<List<String>>matchedOptionValue(RELOAD, List.of())),
        parsed.matchedOptionValue(ALL, false),
        parsed.matchedOptionValue(MAIN, false),
        first(parsed));
  }

  private static Request source(ParseResult parsed) {
    return new Request.SourceText(
        settings(parsed), parsed.matchedOptionValue(JSON, false), first(parsed));
  }

  private static Request lock(ParseResult parsed) throws UsageException {
    List<String> words = parsed.commandSpec().findOption(MODULE).getValue();
    List<String> names = List.copyOf(parsed.matchedPositionalValue(0, List.<String>of()));
    boolean isProgram = words != null && !words.isEmpty() && !words.getFirst().isEmpty();
    if (isProgram != names.isEmpty()) {
      throw wrong(Messages.LOCK_WHAT, parsed.commandSpec().commandLine());
    }
    return new Request.Lock(
        settings(parsed),
        parsed.matchedOptionValue(OUTPUT, LOCK_FILE),
        names,
        isProgram ? program(null, "py", false, words) : null);
  }

  private static Request isolation(CommandLine line) throws UsageException {
    ParseResult parsed = line.getParseResult();
    int interpreters = parsed.matchedOptionValue(INTERPRETERS, USUAL);
    if (interpreters < FEWEST) {
      throw wrong(Messages.tooFewInterpreters(interpreters), line);
    }
    return new Request.Isolation(
        settings(parsed),
        parsed.<@Nullable String>matchedOptionValue(EXERCISE, null),
        interpreters,
        parsed.hasMatchedOption(PRIVATE_IMAGE),
        parsed.matchedOptionValue(IGNORE, List.of()),
        parsed.matchedOptionValue(JSON, false),
        first(parsed));
  }

  private static Request newProject(ParseResult parsed) throws UsageException {
    String name = parsed.matchedPositionalValue(1, "");
    return new Request.New(
        ProjectKind.of(first(parsed)), name, parsed.matchedOptionValue(FOLDER, name));
  }

  private Request completion(String shell) throws UsageException {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new UsageException(Messages.unknownShell(shell));
    }
    // The script sets up zsh's own support for bash's completion where it runs in zsh.
    return new Request.ShowText(AutoComplete.bash(NAME, line));
  }

  private static Request.Settings settings(ParseResult parsed) {
    OptionSpec locked = parsed.commandSpec().findOption(LOCKED);
    return new Request.Settings(
        List.copyOf(parsed.<List<String>>matchedOptionValue(PATH, List.of())),
        parsed.matchedOptionValue(DEBUG, false),
        locked == null ? null : locked.<@Nullable String>getValue());
  }

  private static Request.Restrictions restrictions(ParseResult parsed) {
    return new Request.Restrictions(
        parsed.matchedOptionValue(ISOLATED, false), parsed.matchedOptionValue(CHECK, false));
  }

  private static Request prompt(ParseResult parsed) {
    return new Request.Prompt(
        settings(parsed),
        restrictions(parsed),
        parsed.<@Nullable String>matchedOptionValue(LANGUAGE, null));
  }

  private static String first(ParseResult parsed) {
    return parsed.matchedPositionalValue(0, "");
  }

  private static Request run(ParseResult parsed) throws UsageException {
    List<String> module = parsed.commandSpec().findOption(MODULE).getValue();
    String code = parsed.<@Nullable String>matchedOptionValue(CODE, null);
    List<String> given = parsed.matchedPositionalValue(0, List.of());
    List<String> words = module == null ? given : module;
    if (code == null && (words.isEmpty() || words.getFirst().isEmpty())) {
      throw wrong(Messages.NO_PROGRAM, parsed.commandSpec().commandLine());
    }
    return new Request.Run(
        settings(parsed),
        restrictions(parsed),
        program(code, parsed.matchedOptionValue(LANGUAGE, "py"), module == null, words));
  }

  private static Request.Program program(
      @Nullable String code, String language, boolean isPath, List<String> words) {
    if (code != null) {
      return new Request.Program(new Request.Text(language, code), List.copyOf(words));
    }
    String target = words.getFirst();
    return new Request.Program(
        isPath ? new Request.File(target) : new Request.Named(target),
        List.copyOf(words.subList(1, words.size())));
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
        ? Messages.unknownCommand(argument, e.getCommandLine().getSubcommands().keySet())
        : Messages.unexpectedArgument(argument, "nothing more");
  }

  private static String describeMissing(MissingParameterException e) {
    ArgSpec missing = e.getMissing().getFirst();
    return missing instanceof OptionSpec spec
        ? Messages.missingValue(spec.longestName(), spec.paramLabel())
        : Messages.missingParameter(missing.paramLabel());
  }

  private static UsageException wrong(String text, CommandLine command) {
    return new UsageException(Messages.seeHelp(text, command.getCommandSpec().qualifiedName()));
  }
}
