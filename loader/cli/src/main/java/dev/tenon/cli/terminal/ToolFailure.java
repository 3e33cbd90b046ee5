// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

/// What a tool cannot do, in a sentence of the command's own: no error of a module.
public final class ToolFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ToolFailure(String message) {
    super(message);
  }
}
