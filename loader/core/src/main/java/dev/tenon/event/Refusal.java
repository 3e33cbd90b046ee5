// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A module that an interpreter did not let in, although it was found.
///
/// @param module its full name
/// @param origin where it comes from, if that is known
/// @param reason why, as the error said it
public record Refusal(String module, @Nullable String origin, String reason) {
  public Refusal {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(reason, "reason");
  }
}
