// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import dev.tenon.input.Escapes;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Defs;
import dev.tenon.spi.ModuleOwner;

/// Decides whether an interpreter lets an extension in. What it refuses is kept on record; no code
/// of the extension has run by then.
public final class Admission {

  /// What is done for a while and in one thread, whatever the interpreter was configured with.
  ///
  /// @param check whether the interpreter looks at what extensions declare
  public record Decree(ModuleOwner owner, boolean check) {}

  public static final ScopedValue<Decree> DECREE = ScopedValue.newInstance();

  private Admission() {}

  /// Holds the name of a native module against what the interpreter allows, before its library is
  /// mapped.
  ///
  /// @throws ExtensionLoadException if it is not allowed
  static void checkNative(ModuleSpec spec, ModuleOwner owner) {
    if (!owner.allowsNative(spec.name())) {
      throw refusal(
          spec,
          owner,
          new Diagnosis(
              "this interpreter does not allow the native module %s"
                  .formatted(Escapes.quoted(spec.name())),
              "a module in Java, or a native one that was allowed by its name",
              "allow it where the interpreter is built: allowNative(\"%s\")"
                  .formatted(spec.name())));
    }
  }

  /// Holds what a module declares about interpreters against this one. One that runs from a private
  /// image of the interpreter fits.
  ///
  /// @param canBePrivate whether the module could run from one
  /// @throws ExtensionLoadException if it does not support it and is not forced in
  static void checkSupport(
      ModuleSpec spec, ModuleDef def, ModuleOwner owner, boolean canBePrivate) {
    if (def.isPrivateImage()) {
      return;
    }
    InterpreterSupport declared = def.interpreters();
    String offer =
        canBePrivate
            ? ", give it a private image here: privateImage(\"%s\")".formatted(spec.name())
            : "";
    if (!isSupported(declared, owner)) {
      admitByForce(spec, declared, owner, unsupported(spec, declared, owner, offer));
      return;
    }
    ModuleOwner other = Defs.claimFor(def, owner);
    if (other != null) {
      admitByForce(spec, declared, owner, inUse(spec, other, offer));
    }
  }

  private static boolean isSupported(InterpreterSupport declared, ModuleOwner owner) {
    return switch (declared) {
      case NOT_SUPPORTED -> owner.isMain() && !owner.isIsolated();
      case SHARED -> !owner.isIsolated();
      case ISOLATED -> true;
    };
  }

  private static void admitByForce(
      ModuleSpec spec, InterpreterSupport declared, ModuleOwner owner, Diagnosis diagnosis) {
    boolean overridden = DECREE.isBound() && DECREE.get().owner() == owner;
    if (overridden ? DECREE.get().check() : !owner.forces(spec.name())) {
      throw refusal(spec, owner, diagnosis);
    }
    owner.noteForced(new Taint(spec.name(), declared));
  }

  private static Diagnosis unsupported(
      ModuleSpec spec, InterpreterSupport declared, ModuleOwner owner, String offer) {
    String name = spec.name();
    return new Diagnosis(
        "module %s does not support loading in subinterpreters: it declares %s"
            .formatted(name, declared),
        owner.isIsolated()
            ? "a module that declares ISOLATED, because this interpreter is isolated"
            : "a module that declares SHARED or ISOLATED, because this is a sub-interpreter",
        ("declare it once the module keeps all its data in module state, import it in an"
                + " interpreter that is not isolated%s%s, or force it in, which taints the"
                + " interpreter: force(\"%s\")")
            .formatted(owner.isMain() ? "" : " and no sub-interpreter", offer, name));
  }

  private static Diagnosis inUse(ModuleSpec spec, ModuleOwner other, String offer) {
    return new Diagnosis(
        "module %s does not support several interpreters, and %s has it"
            .formatted(spec.name(), other),
        "no other interpreter of the process that has it",
        "close the other interpreter first%s, or force it in, which taints the interpreter: force(\"%s\")"
            .formatted(offer, spec.name()));
  }

  private static ExtensionLoadException refusal(
      ModuleSpec spec, ModuleOwner owner, Diagnosis diagnosis) {
    owner.noteRefused(new Refusal(spec.name(), spec.origin(), diagnosis.found()));
    return new ExtensionLoadException(
        spec.name(), spec.hasLocation() ? spec.origin() : null, Phase.CHECK, diagnosis);
  }
}
