// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.imports.load.Step;
import dev.tenon.input.Escapes;
import dev.tenon.value.Deferred;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The name that a lazy import statement has bound, until it is used (PEP 810). The first use
/// imports, with the path, hooks and modules there are by then.
final class LazyImport implements Deferred {

  private final ImportSystem system;
  private final String name;
  private final ImportException place;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Step<@Nullable Object> step;
  private @Nullable Object value;

  /// A lazy import of a statement that is executed just now.
  LazyImport(ImportSystem system, String name, Step<@Nullable Object> step) {
    this.system = system;
    this.name = name;
    this.step = step;
    place =
        new ImportException(
            "deferred import of %s raised an exception during resolution"
                .formatted(Escapes.quoted(name)),
            name);
  }

  /// Imports, unless that was done before. What the import raises carries the place of the
  /// statement as a suppressed error, whose stack trace is that of the statement.
  @Override
  public @Nullable Object reify() {
    lock.lock();
    try {
      Step<@Nullable Object> pending = step;
      if (pending != null) {
        value = system.machinery().unchecked(name, pending);
        step = null;
      }
      return value;
    } catch (Throwable failure) {
      tellPlace(failure);
      throw failure;
    } finally {
      lock.unlock();
    }
  }

  private void tellPlace(Throwable failure) {
    for (Throwable known : failure.getSuppressed()) {
      if (known == place) {
        return;
      }
    }
    failure.addSuppressed(place);
  }

  @Override
  public String toString() {
    return "<lazy_import '" + name + "'>";
  }
}
