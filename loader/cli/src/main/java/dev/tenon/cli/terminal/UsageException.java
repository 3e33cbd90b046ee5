// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

/// The command line is wrong. The message is one line for the user.
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
