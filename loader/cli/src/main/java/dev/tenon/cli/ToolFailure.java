// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

/// What a tool cannot do, in a sentence of the command's own: no error of a module.
final class ToolFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ToolFailure(String message) {
    super(message);
  }
}
