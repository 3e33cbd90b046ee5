// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.ModuleOption;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `tenon run`: runs a main program.
public final class RunCommand implements Subcommand {

  private static final int PLACE = 10;
  static final String NAME = "run";
  private static final String CODE = "-c";
  private static final String LANGUAGE = "--lang";

  private static final String DESCRIPTION =
      "Run a module, file, folder or jar as the main program.";
  private static final String SYNOPSIS = "tenon run [OPTION]… (-m NAME | -c CODE | PATH) [ARG…]";
  private static final String FOOTER =
      """

      Modules are searched in the current directory, then in each --path, then in the
      entries of the environment variable TENON_PATH, then among the samples.
      """;
  private static final String LANGUAGE_DESCRIPTION =
      "The language of the text: py or js. Default: py. Its engine has to be on"
          + " TENON_CLASSPATH.";
  private static final String CODE_DESCRIPTION = "Run this text of a script in __main__.";
  private static final String PROGRAM_DESCRIPTION =
      "A script or module file, or a folder or jar with a module __main__, and its arguments.";
  private static final String MODULE_DESCRIPTION =
      "The full name of the module. Everything after it goes to the module untouched.";
  private static final String NO_PROGRAM = "no program given, expected -m NAME or PATH";

  /// A subcommand is made by the service loader.
  public RunCommand() {}

  /// Run a module, a path or a text as the main program.
  ///
  /// @param watch whether it is reloaded and run again when files change
  record Run(Settings settings, Restrictions restrictions, Program program, boolean watch)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      ProgramBody body = new ProgramBody(program);
      return watch
          ? new WatchLoop(surroundings, settings, restrictions, body).run()
          : new ProgramRunner(surroundings, settings, restrictions, body).run();
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec run = Options.loading(NAME, DESCRIPTION);
    Options.with(
        run, ModuleOption.ISOLATED, ModuleOption.CHECK, ModuleOption.APART, ModuleOption.WATCH);
    Options.withText(run, LANGUAGE, "LANGUAGE", LANGUAGE_DESCRIPTION);
    run.usageMessage()
        .customSynopsis(SYNOPSIS)
        .footer(FOOTER)
        .exitCodeListHeading(ExitStatus.HEADING)
        .exitCodeList(ExitStatus.table());
    // What follows the path goes to the program.
    run.parser().stopAtPositional(true);
    Options.withText(run, CODE, "CODE", CODE_DESCRIPTION);
    run.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("PATH")
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(PROGRAM_DESCRIPTION)
            .build());
    return run.addOption(moduleOption(MODULE_DESCRIPTION));
  }

  /// The option that takes everything that follows, so that no argument of the module is read as an
  /// option.
  static OptionSpec moduleOption(String description) {
    return OptionSpec.builder(Options.MODULE)
        .paramLabel("NAME")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .preprocessor((rest, spec, option, info) -> takeAll(rest, option))
        .description(description)
        .build();
  }

  private static boolean takeAll(Stack<String> rest, ArgSpec option) {
    List<String> taken = new ArrayList<>();
    while (!rest.isEmpty()) {
      taken.add(rest.pop());
    }
    option.setValue(taken);
    return true;
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    List<String> module = parsed.commandSpec().findOption(Options.MODULE).getValue();
    String code = Options.text(parsed, CODE);
    List<String> given = parsed.matchedPositionalValue(0, List.of());
    List<String> words = module == null ? given : module;
    return new Run(
        Options.settings(parsed),
        new Restrictions(
            Options.isGiven(parsed, ModuleOption.ISOLATED),
            Options.isGiven(parsed, ModuleOption.CHECK),
            apart(parsed)),
        program(code, words, module == null, parsed),
        Options.isGiven(parsed, ModuleOption.WATCH));
  }

  /// The modules that run apart, whose names the builder checks.
  private static List<String> apart(ParseResult parsed) throws UsageException {
    List<String> names = Options.texts(parsed, ModuleOption.APART.word());
    try {
      Interpreter.builder().apart(names.toArray(String[]::new));
      return names;
    } catch (IllegalArgumentException e) {
      throw Options.mistake(String.valueOf(e.getMessage()), parsed.commandSpec());
    }
  }

  private static Program program(
      @Nullable String code, List<String> words, boolean isPath, ParseResult parsed)
      throws UsageException {
    if (code != null) {
      return new Program(
          new Program.Text(parsed.matchedOptionValue(LANGUAGE, "py"), code), List.copyOf(words));
    }
    if (!Program.isNamed(words)) {
      throw Options.mistake(NO_PROGRAM, parsed.commandSpec());
    }
    return Program.of(words, isPath);
  }
}
