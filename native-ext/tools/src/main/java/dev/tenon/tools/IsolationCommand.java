// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.ModulePath;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.isolation.StaticsScan;
import dev.tenon.isolation.WritableStatic;
import dev.tenon.isolation.check.IsolationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `tenon isolation`: lists the writable variables of a library, or checks that a module keeps
/// interpreters apart.
public final class IsolationCommand implements Subcommand {

  private static final int PLACE = 90;
  private static final String EXERCISE = "--exercise";
  private static final String INTERPRETERS = "--interpreters";
  private static final String IGNORE = "--ignore";
  private static final String PRIVATE_IMAGE = "--private-image";
  private static final String WORST = "--worst";
  private static final int FEWEST = 2;
  private static final int USUAL = 4;

  private static final String DESCRIPTION =
      "List the writable variables of a library, or run a module in several interpreters and"
          + " report what they share.";
  private static final String EXERCISE_DESCRIPTION =
      "What is done in each interpreter, for instance 'add(40); next()'.";
  private static final String INTERPRETERS_DESCRIPTION =
      "How many interpreters take part. Default: 4.";
  private static final String IGNORE_DESCRIPTION =
      "Accept a finding, and repeat the reason in the report. Can be given several times.";
  private static final String PRIVATE_IMAGE_DESCRIPTION =
      "Give each interpreter a private image of the module.";
  private static final String WORST_DESCRIPTION =
      "The worst verdict with which the exit status is 0: %s. Default: %s."
          .formatted(verdictWords(), wordOf(Verdict.RANDOM_NUMBERS));
  private static final String TARGET_DESCRIPTION = "A library file, or the full name of a module.";

  /// A subcommand is made by the service loader.
  public IsolationCommand() {}

  /// List the writable variables of a library, or check that a module keeps interpreters apart.
  ///
  /// @param exercise what is done with the module, if anything
  /// @param interpreters how many take part
  /// @param privateImage whether each interpreter gets an image of the module for itself
  /// @param accepted what the user accepts, with reasons
  /// @param worst the worst verdict that is good enough
  /// @param json whether the report is JSON
  /// @param target the library, or the full name of a module
  private record Isolation(
      Settings settings,
      @Nullable String exercise,
      int interpreters,
      boolean privateImage,
      List<String> accepted,
      Verdict worst,
      boolean json,
      String target)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(settings, target, Messages.checking(target), () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws UsageException, InterruptedException {
      try {
        Path file = surroundings.folder().resolve(target);
        return Files.isRegularFile(file) ? scan(file) : check(surroundings);
      } catch (IOException | IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    private Answer scan(Path file) throws IOException {
      StaticsScan scan = StaticsScan.of(file);
      int count = scan.statics().size();
      if (json) {
        return Answer.of(JsonWriter.write(asMap(scan)), count == 0);
      }
      StringBuilder text =
          new StringBuilder(
              "%s: %s writable variable%s, %s bytes%s\n"
                  .formatted(
                      target,
                      count == 0 ? "no" : count,
                      count == 1 ? "" : "s",
                      scan.size(),
                      scan.isStripped() ? " (stripped: only exported names are known)" : ""));
      for (WritableStatic each : scan.statics()) {
        text.append("  ").append(each).append('\n');
      }
      return Answer.of(text.toString(), count == 0);
    }

    private Map<String, Object> asMap(StaticsScan scan) {
      List<Map<String, Object>> variables = new ArrayList<>();
      for (WritableStatic each : scan.statics()) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", each.name());
        variable.put("section", each.section());
        variable.put("size", each.size());
        variables.add(variable);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("library", target);
      map.put("stripped", scan.isStripped());
      map.put("variables", variables);
      return map;
    }

    private Answer check(Surroundings surroundings)
        throws IOException, InterruptedException, UsageException {
      IsolationCheck check =
          IsolationCheck.of(target)
              .interpreters(interpreters)
              .path(new ModulePath(surroundings).entries(settings.path()).toArray(String[]::new));
      if (exercise != null) {
        check.exercise(exercise);
      }
      if (privateImage) {
        check.privateImage();
      }
      check.ignore(accepted.toArray(String[]::new));
      IsolationReport report = check.run();
      return Answer.of(
          json ? JsonWriter.write(report.asMap()) : report.text(),
          report.verdict().compareTo(worst) <= 0);
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.searching("isolation", DESCRIPTION);
    Options.withText(command, EXERCISE, "CALLS", EXERCISE_DESCRIPTION);
    command.addOption(
        OptionSpec.builder(INTERPRETERS)
            .paramLabel("N")
            .type(int.class)
            .description(INTERPRETERS_DESCRIPTION)
            .build());
    Options.withTexts(command, IGNORE, "'LIBRARY[:SYMBOL] REASON'", IGNORE_DESCRIPTION);
    Options.withText(command, WORST, "VERDICT", WORST_DESCRIPTION);
    Options.withJson(command);
    command.addOption(
        OptionSpec.builder(PRIVATE_IMAGE)
            .type(boolean.class)
            .description(PRIVATE_IMAGE_DESCRIPTION)
            .build());
    return Options.withParameter(command, "LIBRARY-OR-NAME", TARGET_DESCRIPTION);
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    int interpreters = parsed.matchedOptionValue(INTERPRETERS, USUAL);
    if (interpreters < FEWEST) {
      throw Options.mistake(
          "cannot compare %s interpreter(s), expected 2 or more".formatted(interpreters),
          parsed.commandSpec());
    }
    return new Isolation(
        Options.settings(parsed),
        Options.text(parsed, EXERCISE),
        interpreters,
        parsed.hasMatchedOption(PRIVATE_IMAGE),
        Options.texts(parsed, IGNORE),
        worst(parsed),
        Options.isJson(parsed),
        Options.first(parsed));
  }

  private static Verdict worst(ParseResult parsed) throws UsageException {
    String word = parsed.matchedOptionValue(WORST, wordOf(Verdict.RANDOM_NUMBERS));
    return Arrays.stream(Verdict.values())
        .filter(verdict -> wordOf(verdict).equals(word))
        .findFirst()
        .orElseThrow(() -> Options.mistake(noVerdict(word), parsed.commandSpec()));
  }

  /// How a verdict is written in a command line.
  private static String wordOf(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String verdictWords() {
    return Arrays.stream(Verdict.values())
        .map(IsolationCommand::wordOf)
        .collect(Collectors.joining(", "));
  }

  private static String noVerdict(String word) {
    return "unknown verdict %s, expected one of %s".formatted(Escapes.quoted(word), verdictWords());
  }
}
