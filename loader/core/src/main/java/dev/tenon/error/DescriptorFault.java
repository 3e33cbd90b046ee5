// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.Serializable;
import java.util.Objects;

/// One fault of a `ModuleDef`. A descriptor is checked whole, so that an author sees all faults at
/// once.
///
/// @param slotIndex the position in the slot list, or [#WHOLE] when the fault is not in one slot
/// @param slotName the name of the slot or of the descriptor's part: `"exec"`, `"methods[2]"`
/// @param diagnosis found, expected, remedy
public record DescriptorFault(int slotIndex, String slotName, Diagnosis diagnosis)
    implements Serializable {
  public DescriptorFault {
    Objects.requireNonNull(slotName, "slotName");
    Objects.requireNonNull(diagnosis, "diagnosis");
  }

  /// The index of a fault that lies in the descriptor itself.
  public static final int WHOLE = -1;

  /// The fault as one line.
  public String text() {
    String place = slotIndex == WHOLE ? slotName : "slot %d (%s)".formatted(slotIndex, slotName);
    return place + ": " + diagnosis.text();
  }
}
