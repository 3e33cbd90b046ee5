// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/// The exit statuses that are not the choice of the program that runs. A program that ends by
/// itself chooses its own, from 0 to 255.
public enum ExitStatus {

  /// There was no error.
  OK(0, "done; for `run` the module decides"),

  /// The work could not be done.
  PROGRAM_ERROR(1, "the module was not found, was refused, or ended with an error"),

  /// Nothing was begun.
  USAGE(2, "the command line is wrong; nothing has run"),

  /// The launcher misses something that has to be installed (`EX_UNAVAILABLE` of sysexits.h).
  UNAVAILABLE(69, "the launcher found no JDK or Maven"),

  /// The launcher could not build the command (`EX_SOFTWARE` of sysexits.h).
  BUILD_FAILED(70, "the sources do not build"),

  /// The user interrupted the program: 128 and the number of SIGINT, what a shell reports and what
  /// the JVM itself returns when the signal ends it.
  INTERRUPTED(130, "interrupted"),

  /// A module in C brought the process down: 128 and the number of SIGABRT, with which the JVM ends
  /// itself.
  CRASHED(134, "a module in C crashed"),

  /// The reader of the standard output went away: 128 and the number of SIGPIPE, what a shell
  /// reports of a tool that this signal ended. Nothing is printed, and a status of the program's
  /// own is overridden, since the signal would not have let the program choose one.
  BROKEN_PIPE(141, "the reader of the output went away");

  /// What help writes above them, in the notation of format strings.
  public static final String HEADING = "%nExit status:%n";

  /// The greatest status that a process can return.
  public static final int GREATEST = 255;

  private final int number;
  private final String meaning;

  ExitStatus(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// What the process returns.
  public int number() {
    return number;
  }

  /// What it stands for, as it is described in help and documentation.
  String meaning() {
    return meaning;
  }

  /// All of them for a help text, in their order.
  public static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    for (ExitStatus status : values()) {
      table.put(String.valueOf(status.number), status.meaning.replace("`", ""));
    }
    return table;
  }
}
