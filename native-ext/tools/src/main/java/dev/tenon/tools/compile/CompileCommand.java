// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon compile`: compiles the modules of a directory for one or several platforms.
public final class CompileCommand implements Subcommand {

  private static final int PLACE = 84;
  private static final String OUTPUT = "-o";
  private static final String TARGET = "--target";
  private static final String OPTION = "--option";
  private static final String LINK = "--link";
  private static final String INCLUDE = "--include";
  private static final String PRUNE = "--prune";
  private static final String USUAL_OUTPUT = "build";

  private static final String DESCRIPTION =
      "Compile the modules in C of a directory for one or several platforms.";
  private static final String SOURCES_DESCRIPTION =
      "The directory of the sources: NAME.c is the module NAME, and so are all sources in a"
          + " directory NAME.";
  private static final String OUTPUT_DESCRIPTION =
      "The directory of the libraries, which go to DIR/PLATFORM. Default: build.";
  private static final String TARGET_DESCRIPTION =
      "A platform, and the compiler for it: 'linux-aarch64=aarch64-linux-gnu-gcc'. May be given"
          + " several times. Default: this platform, with the compiler that CC names, or cc.";
  private static final String OPTION_DESCRIPTION =
      "An option for the compiler: --option=-DFAST. May be given several times.";
  private static final String LINK_DESCRIPTION =
      "An option that stands behind the sources: --link=-lm. May be given several times.";
  private static final String INCLUDE_DESCRIPTION =
      "Search headers in this directory, too. May be given several times.";
  private static final String PRUNE_DESCRIPTION =
      "Delete what earlier runs compiled into DIR for other platforms.";

  /// A subcommand is made by the service loader.
  public CompileCommand() {}

  /// Compile modules.
  ///
  /// @param sources the directory of the sources
  /// @param output the directory of the libraries
  /// @param targets the platforms, some with their compilers; none for this platform
  /// @param options what the compiler is given before the sources
  /// @param link what it is given behind them
  /// @param includes directories with headers
  /// @param prune whether libraries for other platforms are deleted
  record Compile(
      String sources,
      String output,
      List<String> targets,
      List<String> options,
      List<String> link,
      List<String> includes,
      boolean prune)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(
              Settings.NONE,
              sources,
              "compiling " + Escapes.inline(sources),
              () -> Answer.of(new CompileTool(surroundings, this).run(), true));
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.command("compile", DESCRIPTION);
    Options.withText(command, OUTPUT, "DIR", OUTPUT_DESCRIPTION);
    Options.withTexts(command, TARGET, "PLATFORM[=COMPILER]", TARGET_DESCRIPTION);
    Options.withTexts(command, INCLUDE, "DIR", INCLUDE_DESCRIPTION);
    Options.withTexts(command, OPTION, "OPTION", OPTION_DESCRIPTION);
    Options.withTexts(command, LINK, "OPTION", LINK_DESCRIPTION);
    Options.withFlag(command, PRUNE, PRUNE_DESCRIPTION);
    return Options.withParameter(command, "SOURCES", SOURCES_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Compile(
        Options.first(parsed),
        parsed.matchedOptionValue(OUTPUT, USUAL_OUTPUT),
        Options.texts(parsed, TARGET),
        Options.texts(parsed, OPTION),
        Options.texts(parsed, LINK),
        Options.texts(parsed, INCLUDE),
        parsed.matchedOptionValue(PRUNE, false));
  }
}
