// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// Asks the program that runs as `__main__` to end. The status is what the process should return: 0
/// for success; a message instead of a status means status 1 with the message on standard error.
public final class SystemExit extends TenonError {

  private static final long serialVersionUID = 1L;

  private final int status;

  /// Ends with a status.
  public SystemExit(int status) {
    super(null);
    this.status = status;
  }

  /// Ends with status 1 after the message was printed.
  public SystemExit(@Nullable String message) {
    super(message);
    this.status = message == null ? 0 : 1;
  }

  /// The exit status that was asked for.
  public int status() {
    return status;
  }

  @Override
  public String kind() {
    return "SystemExit";
  }
}
