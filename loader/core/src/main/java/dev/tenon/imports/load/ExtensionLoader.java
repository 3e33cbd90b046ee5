// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.Phase;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.function.ModuleFunction;
import dev.tenon.imports.name.Identity;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.MainLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ModuleState;
import dev.tenon.pins.UnpinnedException;
import dev.tenon.spi.Defs;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.value.Warning;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Loads a module from its [ModuleDef] in the phases query, check, create, state and exec, whatever
/// language the module is written in. One loader serves one spec.
public final class ExtensionLoader implements MainLoader, PhasedLoader {

  private final DefSource source;
  private volatile @Nullable Queried queried;
  private volatile @Nullable LoadClaim claim;

  /// Modules with a free slot that were created and not executed yet.
  private final Map<ModuleObject, CreatedModule> created = new ConcurrentHashMap<>();

  /// A loader whose descriptors come from `source`.
  public ExtensionLoader(DefSource source) {
    this.source = source;
  }

  @Override
  public boolean defersBody() {
    return false;
  }

  @Override
  public boolean executesDescriptors() {
    return true;
  }

  /// Returns the descriptor of a module, good or bad, as it is read before a load. Nothing of the
  /// module runs, and a library in C is not mapped; the functions and slots of the descriptor need
  /// not work. An interpreter that the thread has entered decides as for an import: a native module
  /// that it does not allow is not read, and audit hooks get `tenon.query`.
  ///
  /// @throws ExtensionLoadException if there is no usable library, no descriptor for the module, or
  ///   if the interpreter does not allow the module
  public ModuleDef readDef(ModuleSpec spec) {
    announceQuery(spec);
    return pinned(spec, source::describe);
  }

  /// The descriptor from which a module can be loaded, on the same terms.
  private ModuleDef loadableDef(ModuleSpec spec) {
    announceQuery(spec);
    return pinned(spec, source::query);
  }

  /// Reads something of a module, some file of which may have to be refused.
  private static <T> T pinned(ModuleSpec spec, Function<ModuleSpec, T> reading) {
    try {
      return reading.apply(spec);
    } catch (UnpinnedException e) {
      throw ModuleOwner.unpinned(spec.name(), pathOf(spec), Phase.QUERY, e);
    }
  }

  private void announceQuery(ModuleSpec spec) {
    if (ModuleOwner.CURRENT.isBound()) {
      ModuleOwner owner = ModuleOwner.CURRENT.get();
      if (source.isNative()) {
        Admission.checkNative(spec, owner);
      }
      PhaseRun.announce(owner, spec.name(), spec.origin(), Phase.QUERY);
    }
  }

  /// Compares a descriptor with the symbols and the debug information of its library. Nothing of
  /// the module runs.
  ///
  /// @return the faults that the descriptor alone does not show
  /// @throws ExtensionLoadException as [#readDef]
  public List<DescriptorFault> verify(ModuleSpec spec) {
    return pinned(spec, source::verify);
  }

  /// Whether the types of functions are known, so that [#verify] compares them with signatures.
  public boolean hasDebugInformation() {
    return source.hasDebugInformation();
  }

  @Override
  public Object createModule(ModuleSpec spec) throws Exception {
    ModuleOwner owner = currentOwner();
    ModuleDef def = queryAccepted(spec, owner);
    LoadClaim taken = claimLoad(def, spec.name(), spec);
    claim = taken;
    try {
      Object made =
          PhaseRun.run(
              owner, spec.name(), spec.origin(), Phase.CREATE, () -> create(spec, def, owner));
      if (made instanceof ModuleObject module && CreatedModule.hasFree(def)) {
        CreatedModule freed = new CreatedModule(def, module, created);
        created.put(module, freed);
        owner.closeLater(freed);
      }
      return made;
    } catch (TenonError error) {
      taken.giveBack();
      error.passThrough(ModuleFrame.of(spec.name(), "<create>", pathOf(spec)));
      throw error;
    } catch (Throwable failure) {
      taken.giveBack();
      throw failure;
    }
  }

  private static Object create(ModuleSpec spec, ModuleDef def, ModuleOwner owner) throws Exception {
    Optional<ModuleSlot.Create> slot = def.findSlot(ModuleSlot.Create.class);
    Object made =
        slot.isPresent()
            ? slot.get().body().create(spec, def)
            : Modules.create(def, spec.name(), owner);
    if (made instanceof ModuleObject module) {
      addFunctions(def, module, spec.name());
      return module;
    }
    return checkForeign(spec, def, made);
  }

  private ModuleDef queryAccepted(ModuleSpec spec, ModuleOwner owner) throws Exception {
    String name = spec.name();
    if (source.isNative()) {
      Admission.checkNative(spec, owner);
    }
    ModuleDef def = PhaseRun.run(owner, name, spec.origin(), Phase.QUERY, () -> query(spec, owner));
    return PhaseRun.run(
        owner,
        name,
        spec.origin(),
        Phase.CHECK,
        () -> {
          Admission.checkSupport(spec, def, owner, source.canBePrivate());
          return def;
        });
  }

  /// A spec stands for the module as it was found, so its descriptor is read once for an
  /// interpreter. Another interpreter may have the library in an image of its own.
  private record Queried(ModuleSpec spec, WeakReference<ModuleOwner> owner, ModuleDef def) {
    boolean isFor(ModuleOwner other) {
      return owner.refersTo(other);
    }
  }

  private ModuleDef query(ModuleSpec spec, ModuleOwner owner) {
    Queried known = queried;
    if (known != null && known.spec() == spec && known.isFor(owner)) {
      return known.def();
    }
    ModuleDef def = pinned(spec, source::query);
    if (!def.faults().isEmpty()) {
      throw new ExtensionContractException(spec.name(), pathOf(spec), def.faults());
    }
    if (owner.checksOf(spec.name()) != null) {
      pinned(spec, source::verify).forEach(fault -> owner.warn(finding(spec, fault)));
    }
    queried = new Queried(spec, new WeakReference<>(owner), def);
    return def;
  }

  private static Warning finding(ModuleSpec spec, DescriptorFault fault) {
    return new Warning(
        Warning.Category.RUNTIME, "check of module '%s': %s".formatted(spec.name(), fault.text()));
  }

  private static ModuleOwner currentOwner() {
    return ModuleOwner.CURRENT.orElseThrow(() ->
        new IllegalStateException(
            "no interpreter is entered; load extensions through Interpreter.importModule"));
  }

  private static void addFunctions(ModuleDef def, ModuleObject module, String moduleName) {
    def.findSlot(ModuleSlot.ImportName.class)
        .ifPresent(slot -> module.set(Defined.IMPORT_NAME, slot.name()));
    String seenIn =
        module.namespace().get(Defined.IMPORT_NAME) instanceof String name ? name : moduleName;
    for (FunctionDef function : def.functions()) {
      module.set(function.name(), new ModuleFunction(function, module, def.threads(), seenIn));
    }
  }

  /// Takes the functions and constants of an earlier version away that a later one has no longer.
  private static void removeFunctions(ModuleDef earlier, ModuleDef later, ModuleObject module) {
    Set<String> names = new HashSet<>();
    for (FunctionDef function : earlier.functions()) {
      boolean isOwn =
          module.namespace().get(function.name()) instanceof ModuleFunction present
              && present.module() == module;
      if (isOwn) {
        names.add(function.name());
      }
    }
    earlier
        .constants()
        .forEach((name, value) -> {
          if (Identity.same(module.namespace().get(name), value)) {
            names.add(name);
          }
        });
    later.functions().forEach(function -> names.remove(function.name()));
    names.removeAll(later.constants().keySet());
    names.forEach(module.namespace()::remove);
  }

  private static Object checkForeign(ModuleSpec spec, ModuleDef def, @Nullable Object made) {
    if (made == null) {
      throw broken(spec, "creation of module %s failed without setting an exception", Phase.CREATE);
    }
    if (ForeignRules.requestsState(def)) {
      throw broken(
          spec, "module %s is not a module object, but requests module state", Phase.CREATE);
    }
    if (!def.slots(ModuleSlot.Exec.class).isEmpty()) {
      throw broken(
          spec,
          "module %s specifies execution slots, but did not create a ModuleType instance",
          Phase.CREATE);
    }
    ForeignRules.findExcess(def)
        .ifPresent(excess -> {
          throw broken(
              spec,
              "module %s declares "
                  + excess
                  + ", but did not create a module that could hold them; let its create slot return"
                  + " a module, or declare none",
              Phase.CREATE);
        });
    return made;
  }

  private static ExtensionContractException broken(ModuleSpec spec, String sentence, Phase phase) {
    return new ExtensionContractException(
        sentence.formatted(spec.name()), spec.name(), pathOf(spec), phase);
  }

  private static @Nullable String pathOf(ModuleSpec spec) {
    return spec.hasLocation() ? spec.origin() : null;
  }

  @Override
  public void execModule(Object module) throws Exception {
    if (module instanceof ModuleObject object) {
      Queried known = queriedFor(object);
      if (object.def() == null) {
        execute(known == null ? prepare(object) : known.def(), object);
      } else if (known == null || object.def() != known.def()) {
        upgrade(object);
      }
    }
  }

  /// What was read for a module; null if this loader did not make it, or has made another since.
  private @Nullable Queried queriedFor(ModuleObject module) {
    Queried last = queried;
    ModuleOwner owner = ModuleOwner.of(module);
    boolean isOther =
        last != null
            && ((owner != null && !last.isFor(owner))
                || (module.namespace().get("__spec__") instanceof ModuleSpec spec
                    && spec != last.spec()));
    return isOther ? null : last;
  }

  /// A module that was executed stays as it is on a reload (STATE-03, RELOAD-06), unless a newer
  /// version of it can receive its state. That its file has changed in vain is worth a warning.
  private void upgrade(ModuleObject module) throws Exception {
    ModuleDef present = module.def();
    if (present == null
        || !(module.namespace().get("__spec__") instanceof ModuleSpec spec)
        || (source.describesAnew() && present.stateVersion() == 0)
        || loadableDef(spec) == present) {
      return;
    }
    ModuleDef later = queryAccepted(spec, currentOwner());
    Optional<StateUpgrade> upgrade = StateUpgrade.find(module, later);
    boolean isUpgraded = false;
    try {
      isUpgraded = upgrade.isPresent() && upgrade.get().run(spec.origin());
      if (isUpgraded) {
        removeFunctions(present, later, module);
        addFunctions(later, module, spec.name());
        later.constants().forEach(module::set);
        module.set("__doc__", later.doc());
      }
    } finally {
      Modules.endReplacement(module);
    }
    if (!isUpgraded) {
      currentOwner().warn(StateUpgrade.refused(spec, present, later));
    }
  }

  /// Queries the descriptor for a module that this loader did not make.
  private ModuleDef prepare(ModuleObject module) throws Exception {
    if (!(module.namespace().get("__spec__") instanceof ModuleSpec spec)) {
      throw new IllegalStateException("cannot execute %s: it has no spec".formatted(module));
    }
    ModuleDef def = queryAccepted(spec, currentOwner());
    claim = claimLoad(def, spec.name(), spec);
    addFunctions(def, module, spec.name());
    return def;
  }

  private LoadClaim claimLoad(ModuleDef def, String name, @Nullable ModuleSpec spec) {
    return LoadClaim.take(def, name, spec, source.canBePrivate());
  }

  private void execute(ModuleDef def, ModuleObject module) throws Exception {
    created.remove(module);
    ModuleSpec spec = module.namespace().get("__spec__") instanceof ModuleSpec known ? known : null;
    LoadClaim held = claim;
    LoadClaim taken =
        held != null && held.isOpen()
            ? held
            : claimLoad(def, spec == null ? module.name() : spec.name(), spec);
    execute(def, module, spec, taken);
  }

  private static void execute(
      ModuleDef def, ModuleObject module, @Nullable ModuleSpec spec, LoadClaim taken)
      throws Exception {
    String name = spec == null ? module.name() : spec.name();
    String origin = spec == null ? null : spec.origin();
    ModuleOwner owner = ModuleOwner.of(module);
    ModuleInstance instance = null;
    try {
      instance = PhaseRun.run(owner, name, origin, Phase.STATE, () -> openState(def, module));
      PhaseRun.run(owner, name, origin, Phase.EXEC, new ModuleBody(def, module, taken));
      if (owner != null) {
        owner.closeLater(instance);
      }
      Modules.keepAttached(module);
    } catch (Throwable failure) {
      if (instance != null) {
        instance.closeAfter(failure);
        Modules.detach(module);
      }
      taken.giveBack();
      throw failure;
    }
  }

  static ModuleInstance openState(ModuleDef def, ModuleObject module) throws Exception {
    ModuleDef.StateOpener opener = Defs.stateOpener(def);
    ModuleState state = opener == null ? null : opener.open(module);
    try {
      Modules.attach(module, def, state);
    } catch (ImportException e) {
      if (state != null) {
        state.release();
      }
      throw e;
    }
    return new ModuleInstance(def, module, state);
  }

  @Override
  public void execInModule(ModuleSpec spec, ModuleObject module) throws Exception {
    ModuleDef def = queryAccepted(spec, currentOwner());
    checkAdoptable(spec, def, module);
    LoadClaim taken = claimLoad(def, spec.name(), spec);
    Map<String, @Nullable Object> before = new HashMap<>(module.namespace());
    try {
      ModuleFactory.overrideAttributes(spec, module, true);
      module.set(Defined.IMPORT_NAME, spec.name());
      if (module.get("__doc__") == null) {
        module.set("__doc__", def.doc());
      }
      addFunctions(def, module, spec.name());
      execute(def, module, spec, taken);
    } catch (Throwable failure) {
      taken.giveBack(); // also when it did not come to the execution
      if (!(failure instanceof SystemExit || failure instanceof KeyboardInterrupt)) {
        restore(module, def, before);
      }
      throw failure;
    }
  }

  /// Takes back what an adoption has set before the body ran: the import attributes, functions and
  /// constants. What the body itself has bound stays, as after any body that fails.
  private static void restore(
      ModuleObject module, ModuleDef def, Map<String, @Nullable Object> before) {
    Set<String> names = new HashSet<>(ModuleFactory.ATTRIBUTES);
    names.add(Defined.IMPORT_NAME);
    names.add("__doc__");
    names.addAll(def.constants().keySet());
    def.functions().forEach(function -> names.add(function.name()));
    for (String name : names) {
      if (before.containsKey(name)) {
        module.namespace().put(name, before.get(name));
      } else {
        module.namespace().remove(name);
      }
    }
  }

  private static void checkAdoptable(ModuleSpec spec, ModuleDef def, ModuleObject module) {
    if (def.findSlot(ModuleSlot.Create.class).isPresent()) {
      throw new ExtensionLoadException(
          spec.name(),
          pathOf(spec),
          Phase.CHECK,
          new Diagnosis(
              "it has a create slot, so it cannot be run as the main module",
              "a module without create slot, which can adopt the existing __main__",
              "remove the create slot, or import the module instead of running it"));
    }
    ModuleDef present = module.def();
    if (present != null) {
      throw new ExtensionLoadException(
          spec.name(),
          pathOf(spec),
          Phase.CHECK,
          new Diagnosis(
              "__main__ already carries the state of %s".formatted(Escapes.quoted(present.name())),
              "a __main__ that no extension has adopted yet",
              "run it in a fresh interpreter"));
    }
  }

  @Override
  public int runMain(ModuleObject module, List<String> arguments) throws Exception {
    ModuleDef def = module.def();
    Optional<ModuleSlot.Main> slot =
        def == null ? Optional.empty() : def.findSlot(ModuleSlot.Main.class);
    try {
      return slot.isPresent() ? slot.get().body().run(module, arguments) : 0;
    } catch (TenonError error) {
      throw ModuleBody.passed(error, module, "<main>");
    } catch (StackOverflowError e) {
      throw ModuleBody.passed(new RecursionError(e), module, "<main>");
    }
  }

  @Override
  public boolean isPackage(String name) {
    return source.isPackage(name);
  }

  @Override
  public @Nullable String location(String name) {
    return source.location(name);
  }

  @Override
  public @Nullable List<String> searchLocations(String name) {
    return source.searchLocations(name);
  }

  /// The files that are loaded with that of a module, such as libraries that it needs.
  Collection<Path> neededFiles() {
    return source.neededFiles();
  }

  /// A loader of the same source for another spec.
  public ExtensionLoader another() {
    return new ExtensionLoader(source);
  }

  /// Two loaders are equal if their descriptors come from equal sources.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExtensionLoader that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return "ExtensionLoader";
  }
}
