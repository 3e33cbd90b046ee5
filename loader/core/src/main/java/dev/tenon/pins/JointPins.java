// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The pins of an interpreter and those of its parent: both have to admit a file.
public final class JointPins extends Pins {

  private final Pins outer;
  private final Pins inner;

  private JointPins(Pins outer, Pins inner) {
    this.outer = outer;
    this.inner = inner;
  }

  /// Joins two.
  ///
  /// @param outer those of the parent; null for none
  /// @param inner those of the interpreter itself; null for none
  /// @return null if there are none
  public static @Nullable Pins of(@Nullable Pins outer, @Nullable Pins inner) {
    if (outer == null || outer == inner) {
      return inner;
    }
    return inner == null ? outer : new JointPins(outer, inner);
  }

  @Override
  public void admit(Path file, String hash) {
    outer.admit(file, hash);
    inner.admit(file, hash);
  }

  @Override
  public void admitArchive(FileSystem contents) {
    super.admitArchive(contents);
    outer.admitArchive(contents);
    inner.admitArchive(contents);
  }

  @Override
  public String name() {
    return outer.name() + " and " + inner.name();
  }
}
