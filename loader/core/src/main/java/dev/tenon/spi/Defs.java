// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.access.DefGrant;
import dev.tenon.access.Grants;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the process knows of a descriptor beyond its data, and descriptors made out of others. Any
/// thread may use it.
public final class Defs {

  @SuppressWarnings("unchecked") // The grant of ModuleDef has these types.
  private static final DefGrant<ModuleDef, FunctionDef, ModuleSlot, ModuleDef.StateOpener> DEFS =
      (DefGrant<ModuleDef, FunctionDef, ModuleSlot, ModuleDef.StateOpener>)
          Grants.take(DefGrant.class, ModuleDef.class);

  private Defs() {}

  /// How state is made; null for a module without state.
  public static ModuleDef.@Nullable StateOpener stateOpener(ModuleDef def) {
    return DEFS.stateOpener(def);
  }

  /// A thing of which each descriptor has one, made when it is asked for first.
  ///
  /// @param maker must not ask for further parts
  public static <P> P part(ModuleDef def, Class<P> type, Supplier<P> maker) {
    return DEFS.part(def, type, maker);
  }

  /// The same descriptor for code that one interpreter has for itself.
  public static ModuleDef inPrivateImage(ModuleDef def) {
    return DEFS.inPrivateImage(def);
  }

  /// The same descriptor with each piece of its code changed.
  public static ModuleDef changed(
      ModuleDef def,
      UnaryOperator<FunctionDef> functions,
      UnaryOperator<ModuleSlot> slots,
      UnaryOperator<ModuleDef.StateOpener> opener) {
    return DEFS.changed(def, functions, slots, opener);
  }

  /// Claims the one load that the process has of a module with [ModuleSlot.OncePerProcess]. It is
  /// never refused to other modules.
  ///
  /// @param claimant who loads it; its printed form says which load this is, for messages
  /// @return null if the load may go on, else who came before
  public static @Nullable Object claimLoad(ModuleDef def, Object claimant) {
    return def.isOncePerProcess()
        ? part(def, OneLoad.class, OneLoad::new).claimant.compareAndExchange(null, claimant)
        : null;
  }

  /// Releases the claim of [#claimLoad], for a load that failed before the first exec slot ran. It
  /// does nothing for others than the claimant.
  public static void releaseLoad(ModuleDef def, Object claimant) {
    part(def, OneLoad.class, OneLoad::new).claimant.compareAndSet(claimant, null);
  }

  /// Asks whether an interpreter may have instances of the module. Of a module that does not
  /// support several interpreters one interpreter of the process has instances, from the first time
  /// it asks until it is closed.
  ///
  /// @return null if it may, else the interpreter that has instances already
  public static @Nullable ModuleOwner claimFor(ModuleDef def, ModuleOwner owner) {
    return def.isPrivateImage() || def.interpreters() != InterpreterSupport.NOT_SUPPORTED
        ? null
        : part(def, SoleUse.class, SoleUse::new).take(owner);
  }

  /// Who has the one load of a module that is loaded once per process.
  private static final class OneLoad {
    final AtomicReference<@Nullable Object> claimant = new AtomicReference<>();
  }
}
