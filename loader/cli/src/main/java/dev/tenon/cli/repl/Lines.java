// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where a prompt gets its entries from, one at a time.
public interface Lines {

  /// The next entry, which may have several lines; null at the end.
  ///
  /// @throws IOException if it cannot be read
  @Nullable String next() throws IOException;

  /// Whether a person types them: then an error does not end the prompt.
  boolean isInteractive();

  /// Waits for Ctrl-C while an entry runs.
  ///
  /// @param action what is done for each
  /// @return ends the waiting
  default Runnable onInterrupt(Runnable action) {
    return () -> {};
  }
}
