// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon why`: explains why a module is found or not.
public final class WhyCommand implements Subcommand {

  private static final int PLACE = 40;
  private static final String DESCRIPTION =
      "Show where a module is searched, and why it is found or not.";

  /// A subcommand is made by the service loader.
  public WhyCommand() {}

  /// Show why a module is found or not.
  ///
  /// @param json whether to write JSON
  /// @param module the full name of the module
  private record Why(Settings settings, boolean json, String module) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      if (Stream.of(module.split("\\.", -1)).anyMatch(String::isEmpty)) {
        throw new UsageException(badName(module));
      }
      return new AnswerPrinter(surroundings)
          .print(settings, module, "searching " + module, () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws Exception {
      try (Interpreter interpreter = ToolInterpreter.open(surroundings, settings)) {
        Verdict verdict = new Explanation(interpreter, module).run();
        return Answer.of(
            json ? JsonWriter.write(verdict.asMap()) : verdict.text(surroundings.outputPaint()),
            verdict.loads());
      }
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.withParameter(
        Options.withJson(Options.loading("why", DESCRIPTION)), "NAME", Options.NAME_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Why(Options.settings(parsed), Options.isJson(parsed), Options.first(parsed));
  }

  private static String badName(String name) {
    return "cannot search %s: expected the full name of a module, words with dots between them"
        .formatted(Escapes.quoted(name));
  }
}
