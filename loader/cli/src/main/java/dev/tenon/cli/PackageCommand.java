// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

/// `tenon package`.
public final class PackageCommand extends LauncherCommand {

  private static final int PLACE = 170;

  /// A subcommand is made by the service loader.
  public PackageCommand() {
    super(
        PLACE,
        "package",
        "Make the packages for this machine, in target/packages or the directory DIR"
            + " (in a source tree).");
  }
}
