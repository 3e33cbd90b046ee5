// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Defs;
import org.jspecify.annotations.Nullable;

/// The right to load a module. Of a descriptor with [ModuleSlot.OncePerProcess] there is one in the
/// process: it is used up when the first exec slot is about to run, and can be released before.
final class LoadClaim {

  private enum State {
    TAKEN,
    USED_UP,
    GIVEN_BACK
  }

  private final ModuleDef def;
  private final String name;
  private State state = State.TAKEN;

  private LoadClaim(ModuleDef def, String name) {
    this.def = def;
    this.name = name;
  }

  /// Takes the right.
  ///
  /// @param spec null for a module without one
  /// @param canBePrivate whether the module could run from a private image
  /// @throws ExtensionLoadException if another load has it
  static LoadClaim take(
      ModuleDef def, String name, @Nullable ModuleSpec spec, boolean canBePrivate) {
    LoadClaim claim = new LoadClaim(def, name);
    Object earlier = Defs.claimLoad(def, claim);
    if (earlier == null) {
      return claim;
    }
    throw new ExtensionLoadException(
        name,
        spec != null && spec.hasLocation() ? spec.origin() : null,
        Phase.CHECK,
        new Diagnosis(
            "cannot load module more than once per process; it was loaded %s".formatted(earlier),
            "a first load, because the module declares ONCE_PER_PROCESS",
            ("share the module that was loaded%s, or start another process; once its exec slot has"
                    + " run, neither closing the interpreter nor a failure releases the load")
                .formatted(
                    canBePrivate
                        ? ", give it a private image here: privateImage(\"%s\")".formatted(name)
                        : "")));
  }

  @Override
  public String toString() {
    return "as %s".formatted(Escapes.quoted(name));
  }

  /// Whether exec slots may still run under this right.
  synchronized boolean isOpen() {
    return state == State.TAKEN;
  }

  /// Notes that exec slots are about to run.
  synchronized void useUp() {
    state = State.USED_UP;
  }

  /// Releases the right, unless it is used up.
  synchronized void giveBack() {
    if (state == State.TAKEN) {
      state = State.GIVEN_BACK;
      Defs.releaseLoad(def, this);
    }
  }
}
