// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.cli.command.ModuleOption;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.program.ProgramRunner;
import dev.tenon.cli.program.Restrictions;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tenon repl`: reads entries and runs each in `__main__`.
public final class ReplCommand implements Subcommand {

  private static final int PLACE = 20;
  private static final String LANGUAGE = "--lang";

  private static final String DESCRIPTION =
      "Read entries and run each in the module __main__ of an interpreter.";
  private static final String LANGUAGE_DESCRIPTION =
      "The language: py or js, whose engine has to be on TENON_CLASSPATH. Default: a small one"
          + " for trying modules.";
  private static final String FOOTER =
      """

      The small language: import NAME, NAME.attribute, NAME.function(1, "x", key=2), name = value.
      Ctrl-C drops the entry, Ctrl-D ends. Entries from a file or pipe end at the first error.
      """;

  /// A subcommand is made by the service loader.
  public ReplCommand() {}

  /// Read entries and run each.
  ///
  /// @param language `py` or `js`; null for the small language of the command itself
  record Prompt(Settings settings, Restrictions restrictions, @Nullable String language)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new ProgramRunner(
              surroundings,
              settings,
              restrictions,
              new PromptBody(surroundings, settings, language))
          .run();
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec repl = Options.loading("repl", DESCRIPTION);
    Options.with(repl, ModuleOption.ISOLATED, ModuleOption.CHECK);
    Options.withText(repl, LANGUAGE, "LANGUAGE", LANGUAGE_DESCRIPTION);
    repl.usageMessage().footer(FOOTER);
    return repl;
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Prompt(
        Options.settings(parsed),
        new Restrictions(
            Options.isGiven(parsed, ModuleOption.ISOLATED),
            Options.isGiven(parsed, ModuleOption.CHECK),
            List.of()),
        Options.text(parsed, LANGUAGE));
  }
}
