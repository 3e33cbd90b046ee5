// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all subcommands take that look for modules.
///
/// @param path the folders and jars given with `--path`
/// @param debug whether errors come with their stack trace
/// @param lock the lock file that lists what may be loaded; null if everything may
public record Settings(List<String> path, boolean debug, @Nullable String lock) {

  /// Settings of a subcommand that looks for no modules.
  public static final Settings NONE = new Settings(List.of(), false);

  /// Settings without a lock file.
  public Settings(List<String> path, boolean debug) {
    this(path, debug, null);
  }
}
