// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// A subcommand of `tenon`: what its command line may be, and what it asks for. Implementations are
/// services, found by [java.util.ServiceLoader]; a run of a program does without them.
public interface Subcommand {

  /// Where help lists it: the one with the lowest number first. No two have the same.
  int place();

  /// What its command line may be. [Options] has what several subcommands have in common.
  CommandSpec specification();

  /// Makes out what a command line asks for. Nothing is done yet.
  ///
  /// @param parsed a line that the specification allows
  /// @throws UsageException if it makes no sense
  Request request(ParseResult parsed) throws UsageException;
}
