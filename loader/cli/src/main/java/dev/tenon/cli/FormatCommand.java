// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

/// `tenon format`.
public final class FormatCommand extends LauncherCommand {

  private static final int PLACE = 160;

  /// A subcommand is made by the service loader.
  public FormatCommand() {
    super(PLACE, "format", "Format the sources (in a source tree).");
  }
}
