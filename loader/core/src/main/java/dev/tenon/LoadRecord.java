// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What one interpreter refused to load, and what was forced into it. Any thread may use it.
final class LoadRecord {

  /// A program that tries ever new names must not fill the memory.
  private static final int MOST = 1000;

  private final Set<Refusal> refusals = new LinkedHashSet<>(4);
  private final Set<Taint> taints = new LinkedHashSet<>(4);

  /// Adds a refusal; of too many the oldest is forgotten.
  synchronized void refused(Refusal refusal) {
    if (refusals.add(refusal) && refusals.size() > MOST) {
      refusals.remove(refusals.iterator().next());
    }
  }

  /// Adds a taint.
  ///
  /// @return whether it is a new one
  synchronized boolean forced(Taint taint) {
    return taints.add(taint);
  }

  synchronized List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  synchronized List<Taint> taints() {
    return List.copyOf(taints);
  }
}
