// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An import under way in the current thread, linked to the import whose module asked for it. It is
/// kept for error messages only.
public final class ImportProgress {

  private static final ScopedValue<ImportProgress> CURRENT = ScopedValue.newInstance();

  private final Object world;
  private final String name;
  private final @Nullable ImportProgress importer;
  private volatile Phase phase = Phase.FIND;

  private ImportProgress(Object world, String name) {
    this.world = world;
    this.name = name;
    importer = CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// What is bound while a module is imported.
  ///
  /// @param world what the imports of one interpreter have in common
  public static ScopedValue.Carrier of(Object world, String name) {
    return ScopedValue.where(CURRENT, new ImportProgress(world, name));
  }

  /// Notes that the innermost import has come to a phase, if it is that of the named module.
  public static void reached(String name, Phase phase) {
    if (CURRENT.isBound() && CURRENT.get().name.equals(name)) {
      CURRENT.get().phase = phase;
    }
  }

  /// The world of the innermost import that the current thread has under way.
  public static @Nullable Object world() {
    return CURRENT.isBound() ? CURRENT.get().world : null;
  }

  /// The imports of one interpreter that the current thread has under way, the outermost first.
  public static List<ImportException.Step> chain(Object world) {
    List<ImportException.Step> steps = new ArrayList<>();
    ImportProgress progress = CURRENT.isBound() ? CURRENT.get() : null;
    for (; progress != null; progress = progress.importer) {
      if (progress.world == world) {
        steps.add(new ImportException.Step(progress.name, progress.phase));
      }
    }
    Collections.reverse(steps);
    return steps;
  }

  /// The part of the chain that leads from a module back to it; empty if the current thread does
  /// not import that module.
  public static List<ImportException.Step> circle(Object world, String name) {
    List<ImportException.Step> steps = chain(world);
    for (int index = 0; index < steps.size(); index++) {
      ImportException.Step first = steps.get(index);
      if (first.module().equals(name)) {
        List<ImportException.Step> circle = new ArrayList<>(steps.subList(index, steps.size()));
        circle.add(first);
        return circle;
      }
    }
    return List.of();
  }
}
