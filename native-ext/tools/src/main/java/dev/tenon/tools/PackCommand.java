// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `tenon pack`: puts native modules that were built for one or several platforms into a jar.
public final class PackCommand implements Subcommand {

  private static final int PLACE = 85;
  private static final String OUTPUT = "-o";
  private static final String MODULE_NAME = "--module-name";
  private static final String USUAL_OUTPUT = "natives.jar";

  private static final String DESCRIPTION =
      "Put native modules that were built for one or several platforms into a jar.";
  private static final String OUTPUT_DESCRIPTION =
      "The jar. Default: natives.jar in the current directory.";
  private static final String MODULE_DESCRIPTION =
      "The name of the jar on a module path (Automatic-Module-Name).";
  private static final String BUILDS_DESCRIPTION =
      "A library, or a directory with libraries and packages, and the platform that it was built"
          + " for: linux-x86_64=build/counter.so.";
  private static final String WHAT =
      "expected the libraries to pack: PLATFORM=FILE or PLATFORM=DIR";

  /// A subcommand is made by the service loader.
  public PackCommand() {}

  /// Pack libraries.
  ///
  /// @param output the jar
  /// @param moduleName the name of the jar on a module path; null for none
  /// @param builds what is packed, each as `PLATFORM=FILE` or `PLATFORM=DIR`
  record Pack(String output, @Nullable String moduleName, List<String> builds) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(
              Settings.NONE,
              output,
              "packing " + Escapes.inline(output),
              () -> Answer.of(new PackTool(surroundings, this).run() + "\n", true));
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.command("pack", DESCRIPTION);
    Options.withText(command, OUTPUT, "FILE", OUTPUT_DESCRIPTION);
    Options.withText(command, MODULE_NAME, "NAME", MODULE_DESCRIPTION);
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("PLATFORM=FILE")
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(BUILDS_DESCRIPTION)
            .build());
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    List<String> builds = List.copyOf(parsed.matchedPositionalValue(0, List.<String>of()));
    if (builds.isEmpty()) {
      throw Options.mistake(WHAT, parsed.commandSpec());
    }
    return new Pack(
        parsed.matchedOptionValue(OUTPUT, USUAL_OUTPUT), Options.text(parsed, MODULE_NAME), builds);
  }
}
