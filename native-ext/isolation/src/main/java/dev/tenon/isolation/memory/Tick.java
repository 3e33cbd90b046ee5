// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.io.Serializable;

/// A moment at which state is compared with the moment before.
///
/// @param interpreter who was at work since then; -1 for all
/// @param step what was done
public record Tick(Phase phase, int interpreter, String step) implements Serializable {

  /// What a check does, in this order.
  public enum Phase {
    IMPORT,
    EXERCISE,
    AGAIN,
    AT_ONCE,
    CLOSE
  }

  /// Whether this is part of the first use of the module by an interpreter.
  public boolean isFirstUse() {
    return phase == Phase.IMPORT || phase == Phase.EXERCISE;
  }
}
