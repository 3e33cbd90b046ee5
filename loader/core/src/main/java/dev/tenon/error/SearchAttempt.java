// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import java.io.Serializable;
import java.util.Objects;

/// One place where a module was looked for in vain.
///
/// @param place the finder or path entry that was asked
/// @param reason why it did not know the module
public record SearchAttempt(String place, String reason) implements Serializable {
  public SearchAttempt {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public String toString() {
    return Escapes.line(place) + ": " + Escapes.line(reason);
  }
}
