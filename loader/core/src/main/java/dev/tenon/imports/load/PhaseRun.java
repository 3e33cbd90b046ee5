// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.Phase;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.ModuleOwner;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes modules through the phases of their load: keeps account of the phase for error messages,
/// raises an audit event before it, and has it measured.
public final class PhaseRun {

  private PhaseRun() {}

  /// Runs a phase of a module.
  ///
  /// @param origin where the module comes from, if that is known
  /// @throws dev.tenon.error.kind.RecursionError if the phase overflows the stack
  /// @throws Exception what the phase raises, or an audit hook that forbids it
  public static <T extends @Nullable Object> T run(
      @Nullable ModuleOwner owner, String name, @Nullable String origin, Phase phase, Step<T> step)
      throws Exception {
    ImportProgress.reached(name, phase);
    announce(owner, name, origin, phase);
    PhaseWatch watch = PhaseWatch.begin(owner);
    Throwable failure = null;
    try {
      return step.run();
    } catch (StackOverflowError e) {
      failure = e;
      throw StackRoom.exceeded(name, e);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      if (watch != null) {
        watch.end(name, origin, phase, failure);
      }
    }
  }

  /// Raises the audit event of a phase.
  static void announce(
      @Nullable ModuleOwner owner, String name, @Nullable String origin, Phase phase) {
    if (owner != null && owner.isAudited()) {
      owner.audit("tenon." + phase.name().toLowerCase(Locale.ROOT), name, origin);
    }
  }

  /// Runs a phase of a module whose loader may account for its phases itself.
  ///
  /// @throws Exception what the phase raises, or an audit hook that forbids it
  public static <T extends @Nullable Object> T runUnlessByLoader(
      ModuleOwner owner, ModuleSpec spec, Phase phase, Step<T> step) throws Exception {
    if (spec.loader() instanceof PhasedLoader) {
      ImportProgress.reached(spec.name(), phase);
      return step.run();
    }
    return run(owner, spec.name(), spec.origin(), phase, step);
  }
}
