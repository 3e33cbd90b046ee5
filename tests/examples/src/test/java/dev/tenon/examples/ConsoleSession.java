// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A `console` block: commands behind `$ `, continued behind `> `, each followed by all that it
/// prints. A line `…` stands for any lines, `…` in a line for any text.
final class ConsoleSession {

  private static final String SEPARATOR = "-----8<----- tenon -----8<-----";

  private final CodeBlock block;
  private final List<Step> steps;

  /// A command and what it should print.
  ///
  /// @param index the line of the command in the block, counted from 0
  private record Step(int index, StringBuilder command, List<String> expected) {}

  private ConsoleSession(CodeBlock block, List<Step> steps) {
    this.block = block;
    this.steps = steps;
  }

  /// Reads a block.
  ///
  /// @throws AssertionError if it does not begin with a command
  static ConsoleSession of(CodeBlock block) {
    List<Step> steps = new ArrayList<>();
    List<String> lines = block.text().lines().toList();
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      if (line.startsWith("$ ")) {
        steps.add(new Step(index, new StringBuilder(line.substring(2)), new ArrayList<>()));
      } else if (steps.isEmpty()) {
        throw block.failure(index, "found '" + line + "', expected a command behind '$ '");
      } else if (line.startsWith("> ") && steps.getLast().expected().isEmpty()) {
        steps.getLast().command().append('\n').append(line.substring(2));
      } else {
        steps.getLast().expected().add(line.stripTrailing());
      }
    }
    return new ConsoleSession(block, steps);
  }

  /// Runs the commands in one shell, so that each sees the exit status of the one before.
  ///
  /// @throws AssertionError if one prints something else
  void run(Commands commands) {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (Step step : steps) {
      script
          .append(step.command())
          .append("\n_status=$?; printf '%s\\n' '")
          .append(SEPARATOR)
          .append("'; (exit $_status)\n");
    }
    String printed = commands.run("sh", "-c", script.toString()).output();
    String[] parts = printed.split(Pattern.quote(SEPARATOR) + "\n", -1);
    for (int number = 0; number < steps.size(); number++) {
      check(steps.get(number), number < parts.length ? parts[number] : "");
    }
  }

  private void check(Step step, String printed) {
    List<String> lines = printed.lines().map(String::stripTrailing).toList();
    if (!pattern(step.expected()).matcher(String.join("\n", lines) + "\n").matches()) {
      throw block.failure(
          step.index(),
          "the command\n%s\nprinted\n%s\nexpected\n%s"
              .formatted(
                  step.command().toString().indent(4),
                  String.join("\n", lines).indent(4),
                  String.join("\n", step.expected()).indent(4)));
    }
  }

  private static Pattern pattern(List<String> expected) {
    StringBuilder regex = new StringBuilder();
    for (String line : expected) {
      if (line.strip().equals("…")) {
        regex.append("(?:.*\n)*");
      } else {
        for (String part : line.splitWithDelimiters("…", 0)) {
          regex.append(part.equals("…") ? ".*" : Pattern.quote(part));
        }
        regex.append('\n');
      }
    }
    return Pattern.compile(expected.isEmpty() ? "\n?" : regex.toString());
  }
}
