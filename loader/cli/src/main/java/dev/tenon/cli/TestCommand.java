// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

/// `tenon test`.
public final class TestCommand extends LauncherCommand {

  private static final int PLACE = 150;

  /// A subcommand is made by the service loader.
  public TestCommand() {
    super(PLACE, "test", "Run everything that CI checks (in a source tree).");
  }
}
