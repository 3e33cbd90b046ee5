// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.input.Limit;
import java.util.ArrayList;
import java.util.List;

/// The faults of a descriptor. Those beyond [Limit#DESCRIPTOR_FAULTS] are only counted.
final class FaultList {

  private final List<DescriptorFault> listed = new ArrayList<>();
  private int further;

  void add(int slot, String place, Diagnosis diagnosis) {
    if (listed.size() < Limit.DESCRIPTOR_FAULTS.most()) {
      listed.add(new DescriptorFault(slot, place, diagnosis));
    } else {
      further++;
    }
  }

  /// Those that are listed, with a last one that counts the others.
  List<DescriptorFault> toList() {
    List<DescriptorFault> all = new ArrayList<>(listed);
    if (further > 0) {
      String found = "%d more".formatted(further);
      all.add(
          new DescriptorFault(
              DescriptorFault.WHOLE,
              "further faults",
              new Diagnosis(found, "none", "fix those above first")));
    }
    return List.copyOf(all);
  }
}
