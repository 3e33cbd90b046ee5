// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

import dev.tenon.module.InterpreterSupport;
import java.util.Objects;

/// A module that was forced into an interpreter it does not declare support for. What the
/// interpreter and the others that have the module do to each other is not Tenon's fault any more.
///
/// @param module its full name
/// @param declared what the module declares
public record Taint(String module, InterpreterSupport declared) {
  public Taint {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(declared, "declared");
  }
}
