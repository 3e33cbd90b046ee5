// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.Serializable;
import java.util.Objects;

/// Why something was refused, in three parts that a user can act on.
///
/// @param found what is there
/// @param expected what should be there
/// @param remedy what to do about it
public record Diagnosis(String found, String expected, String remedy) implements Serializable {
  public Diagnosis {
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(remedy, "remedy");
  }

  /// The three parts as one sentence.
  public String text() {
    return "%s; expected %s; %s".formatted(found, expected, remedy);
  }
}
