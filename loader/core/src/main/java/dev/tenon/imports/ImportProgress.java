package dev.tenon.imports;

import dev.tenon.error.ImportStep;
import dev.tenon.error.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An import under way in the current thread, linked to the import whose module asked for it. It is
/// kept for error messages only.
final class ImportProgress {

  private static final ScopedValue<ImportProgress> CURRENT = ScopedValue.newInstance();

  private final ImportMachinery machinery;
  private final String name;
  private final @Nullable ImportProgress importer;
  private volatile Phase phase = Phase.FIND;

  private ImportProgress(ImportMachinery machinery, String name) {
    this.machinery = machinery;
    this.name = name;
    importer = CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Runs the import of a module.
  static <T extends @Nullable Object> T during(ImportMachinery machinery, String name, Step<T> step)
      throws Exception {
    return ScopedValue.where(CURRENT, new ImportProgress(machinery, name)).call(step::run);
  }

  /// Notes that the innermost import has come to a phase, if it is that of the named module.
  static void reached(String name, Phase phase) {
    if (CURRENT.isBound() && CURRENT.get().name.equals(name)) {
      CURRENT.get().phase = phase;
    }
  }

  /// The machinery of the innermost import that the current thread has under way.
  static @Nullable ImportMachinery machinery() {
    return CURRENT.isBound() ? CURRENT.get().machinery : null;
  }

  /// The imports of one interpreter that the current thread has under way, the outermost first.
  static List<ImportStep> chain(ImportMachinery machinery) {
    List<ImportStep> steps = new ArrayList<>();
    ImportProgress progress = CURRENT.isBound() ? CURRENT.get() : null;
    for (; progress != null; progress = progress.importer) {
      if (progress.machinery == machinery) {
        steps.add(new ImportStep(progress.name, progress.phase));
      }
    }
    Collections.reverse(steps);
    return steps;
  }

  /// The part of the chain that leads from a module back to it; empty if the current thread does
  /// not import that module.
  static List<ImportStep> circle(ImportMachinery machinery, String name) {
    List<ImportStep> steps = chain(machinery);
    for (int index = 0; index < steps.size(); index++) {
      ImportStep first = steps.get(index);
      if (first.module().equals(name)) {
        List<ImportStep> circle = new ArrayList<>(steps.subList(index, steps.size()));
        circle.add(first);
        return circle;
      }
    }
    return List.of();
  }
}
