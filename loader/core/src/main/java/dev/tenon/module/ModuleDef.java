// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.access.DefGrant;
import dev.tenon.access.Grants;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.namespace.NameTable;
import dev.tenon.value.Signature;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The descriptor of an extension module: its name, documentation, state, functions, constants and
/// slots, the same for modules written in C and in Java. A descriptor is immutable data; building
/// one runs nothing of the module, and its faults are reported together when the module is loaded.
public final class ModuleDef {

  static {
    Grants.give(DefGrant.class, new Machinery());
  }

  private final String name;
  private final @Nullable String doc;
  private final long stateSize;
  private final long stateVersion;
  private final @Nullable StateOpener stateOpener;
  private final List<FunctionDef> functions;
  private final Map<String, @Nullable Object> constants;
  private final List<ModuleSlot> slots;
  private final List<DescriptorFault> faults;
  private final NameTable layout = NameTable.ofMany();
  private final Map<Class<?>, Object> parts = new ConcurrentHashMap<>(2);
  private final ThreadSupport threads;
  private final InterpreterSupport interpreters;
  private final boolean oncePerProcess;
  private final boolean privateImage;
  private final Map<String, DeclaredNames.Successor> deprecatedNames;
  private final Set<String> submodules;

  private ModuleDef(Builder builder) {
    name = builder.name;
    doc = builder.doc;
    stateSize = builder.stateSize;
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(builder.constants));
    slots = List.copyOf(builder.slots);
    stateVersion =
        findSlot(ModuleSlot.StateVersion.class).map(ModuleSlot.StateVersion::version).orElse(0L);
    stateOpener = builder.opener(stateVersion);
    functions =
        stateVersion != 0 && stateOpener instanceof ObjectState.Opener
            ? builder.functions.stream().map(function -> function.guarded(stateVersion)).toList()
            : List.copyOf(builder.functions);
    privateImage = builder.privateImage;
    threads =
        findSlot(ModuleSlot.Threads.class)
            .map(ModuleSlot.Threads::support)
            .orElse(ThreadSupport.SERIALIZED);
    interpreters =
        findSlot(ModuleSlot.Interpreters.class)
            .map(ModuleSlot.Interpreters::support)
            .orElse(InterpreterSupport.SHARED);
    oncePerProcess = findSlot(ModuleSlot.OncePerProcess.class).isPresent();
    Map<String, DeclaredNames.Successor> deprecated = new LinkedHashMap<>();
    slots(ModuleSlot.DeprecatedName.class)
        .forEach(old ->
            deprecated.put(old.name(), new DeclaredNames.Successor(old.replacement(), old.note())));
    deprecatedNames = Collections.unmodifiableMap(deprecated);
    Set<String> lazy = new LinkedHashSet<>();
    slots(ModuleSlot.LazySubmodule.class).forEach(submodule -> lazy.add(submodule.name()));
    submodules = Collections.unmodifiableSet(lazy);
    SlotRules.check(this, builder.faults);
    faults = builder.faults.toList();
  }

  /// A descriptor of code that one interpreter has for itself; everything else is the same.
  private ModuleDef(ModuleDef other) {
    name = other.name;
    doc = other.doc;
    stateSize = other.stateSize;
    stateVersion = other.stateVersion;
    stateOpener = other.stateOpener;
    functions = other.functions;
    constants = other.constants;
    slots = other.slots;
    threads = other.threads;
    interpreters = other.interpreters;
    oncePerProcess = other.oncePerProcess;
    deprecatedNames = other.deprecatedNames;
    submodules = other.submodules;
    privateImage = true;
    faults = other.faults;
  }

  /// A descriptor with its code changed; everything else is the same.
  private ModuleDef(
      ModuleDef other,
      UnaryOperator<FunctionDef> change,
      UnaryOperator<ModuleSlot> changeSlot,
      UnaryOperator<StateOpener> changeOpener) {
    name = other.name;
    doc = other.doc;
    stateSize = other.stateSize;
    stateVersion = other.stateVersion;
    stateOpener = other.stateOpener == null ? null : changeOpener.apply(other.stateOpener);
    functions = other.functions.stream().map(change).toList();
    constants = other.constants;
    slots = other.slots.stream().map(changeSlot).toList();
    threads = other.threads;
    interpreters = other.interpreters;
    oncePerProcess = other.oncePerProcess;
    deprecatedNames = other.deprecatedNames;
    submodules = other.submodules;
    privateImage = other.privateImage;
    faults = other.faults;
  }

  /// Starts a descriptor.
  public static Builder of(String name) {
    return new Builder(name);
  }

  /// The name the module was written for. The module itself is named by its spec (DEF-16).
  public String name() {
    return name;
  }

  /// The `__doc__` of the module.
  public @Nullable String doc() {
    return doc;
  }

  /// The declared size of the state: bytes for a native module, 1 for a Java module with a state
  /// object, 0 for none (`m_size`).
  public long stateSize() {
    return stateSize;
  }

  /// The functions in their order.
  public List<FunctionDef> functions() {
    return functions;
  }

  /// The constants in their order.
  public Map<String, @Nullable Object> constants() {
    return constants;
  }

  /// The slots in their order.
  public List<ModuleSlot> slots() {
    return slots;
  }

  /// Everything that is wrong with the descriptor; empty for a good one.
  public List<DescriptorFault> faults() {
    return faults;
  }

  /// The slots of one kind, in their order.
  public <S extends ModuleSlot> List<S> slots(Class<S> kind) {
    Objects.requireNonNull(kind, "kind");
    return slots.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The first slot of one kind.
  public <S extends ModuleSlot> Optional<S> findSlot(Class<S> kind) {
    Objects.requireNonNull(kind, "kind");
    for (ModuleSlot slot : slots) {
      if (kind.isInstance(slot)) {
        return Optional.of(kind.cast(slot));
      }
    }
    return Optional.empty();
  }

  /// The version of the state's layout; 0 if none is declared.
  public long stateVersion() {
    return stateVersion;
  }

  /// What the module declares about several interpreters.
  public InterpreterSupport interpreters() {
    return interpreters;
  }

  /// Whether the process has one load of the module in all ([ModuleSlot.OncePerProcess]).
  public boolean isOncePerProcess() {
    return oncePerProcess;
  }

  /// What the module declares about threads.
  public ThreadSupport threads() {
    return threads;
  }

  /// Whether the module runs from a private image: a copy of its library, or of its Java classes,
  /// that one interpreter has for itself, with static variables of its own. Such a module suits
  /// every interpreter, whatever it declares.
  public boolean isPrivateImage() {
    return privateImage;
  }

  /// The names that the descriptor declares without a value, for a new instance; null if there are
  /// none.
  @Nullable DeclaredNames newDeclaredNames() {
    return deprecatedNames.isEmpty() && submodules.isEmpty()
        ? null
        : new DeclaredNames(deprecatedNames, submodules);
  }

  NameTable layout() {
    return layout;
  }

  @Override
  public String toString() {
    return "<ModuleDef '" + name + "'>";
  }

  /// What the import system and the loaders do with descriptors, and hosts do not.
  private static final class Machinery
      implements DefGrant<ModuleDef, FunctionDef, ModuleSlot, StateOpener> {
    @Override
    public @Nullable StateOpener stateOpener(ModuleDef def) {
      return def.stateOpener;
    }

    @Override
    public <T> T part(ModuleDef def, Class<T> type, Supplier<T> maker) {
      return type.cast(def.parts.computeIfAbsent(type, _ -> maker.get()));
    }

    @Override
    public ModuleDef inPrivateImage(ModuleDef def) {
      return new ModuleDef(def);
    }

    @Override
    public ModuleDef changed(
        ModuleDef def,
        UnaryOperator<FunctionDef> functions,
        UnaryOperator<ModuleSlot> slots,
        UnaryOperator<StateOpener> opener) {
      return new ModuleDef(def, functions, slots, opener);
    }
  }

  /// Makes the state of one module instance.
  @FunctionalInterface
  public interface StateOpener {
    /// Allocates zeroed state for `module`.
    ModuleState open(ModuleObject module);

    /// Makes state for `module` that begins as that of an earlier version of the module, which no
    /// thread uses meanwhile and which stays as it is.
    ///
    /// @return null if that cannot be transferred
    default @Nullable ModuleState openFrom(ModuleObject module, ModuleState earlier) {
      return null;
    }
  }

  /// Describes a module.
  public static final class Builder {
    private final String name;
    private @Nullable String doc;
    private long stateSize;
    private boolean privateImage;
    private @Nullable StateOpener stateOpener;
    private @Nullable Class<?> stateClass;
    private @Nullable Supplier<?> stateMaker;
    private final List<FunctionDef> functions = new ArrayList<>();
    private final Map<String, @Nullable Object> constants = new LinkedHashMap<>();
    private final List<ModuleSlot> slots = new ArrayList<>();
    private final FaultList faults = new FaultList();
    private final Map<String, Signature> signatures = new HashMap<>();

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "a module needs a name");
    }

    /// Sets the documentation.
    public Builder doc(@Nullable String text) {
      doc = text;
      return this;
    }

    /// Gives each module instance a state object of its own, made just before the first exec slot.
    public <S> Builder state(Class<S> type, Supplier<? extends S> maker) {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(maker, "maker");
      stateClass = type;
      stateMaker = maker;
      stateSize = 1;
      stateOpener = null;
      return this;
    }

    /// Gives each module instance state of a declared size. The opener is called for size 0, too.
    public Builder state(long size, StateOpener opener) {
      Objects.requireNonNull(opener, "opener");
      stateSize = size;
      stateOpener = opener;
      stateMaker = null;
      return this;
    }

    private @Nullable StateOpener opener(long version) {
      boolean isJava = stateOpener == null && (stateMaker != null || version != 0);
      return isJava ? new ObjectState.Opener(stateMaker, version) : stateOpener;
    }

    /// Says that the descriptor was read from a copy of a library that one interpreter has for
    /// itself.
    public Builder privateImage() {
      privateImage = true;
      return this;
    }

    /// Adds a typed function that calls the method of the same name on the state object. The
    /// signature begins with `state`; its other types choose the method's parameters.
    ///
    /// @param lookup from a class that may access the method
    public Builder typed(
        String function, String signature, @Nullable String text, MethodHandles.Lookup lookup) {
      Objects.requireNonNull(signature, "signature");
      Objects.requireNonNull(lookup, "lookup");
      Class<?> type = stateClass;
      return typed(
          function, signature, text, parsed -> ObjectState.method(lookup, type, function, parsed));
    }

    /// Adds a typed function.
    ///
    /// @param body makes the body for the parsed signature
    /// @see FunctionBody.Typed
    public Builder typed(
        String function,
        String signature,
        @Nullable String text,
        Function<Signature, FunctionBody.Typed> body) {
      Objects.requireNonNull(signature, "signature");
      Objects.requireNonNull(body, "body");
      return typed(function, signature, text, CallTraits.NONE, body);
    }

    /// Adds a typed function that declares how it wants to be called.
    ///
    /// @param body makes the body for the parsed signature
    /// @see FunctionBody.Typed
    public Builder typed(
        String function,
        String signature,
        @Nullable String text,
        CallTraits traits,
        Function<Signature, FunctionBody.Typed> body) {
      Objects.requireNonNull(signature, "signature");
      Objects.requireNonNull(traits, "traits");
      Objects.requireNonNull(body, "body");
      try {
        Signature parsed = signatures.computeIfAbsent(signature, Signature::parse);
        return function(new FunctionDef(function, text, parsed, body.apply(parsed), traits));
      } catch (ValueError e) {
        fault(
            DescriptorFault.WHOLE,
            "functions[%d] %s".formatted(functions.size(), Escapes.quoted(function)),
            new Diagnosis(
                Objects.requireNonNullElse(e.getMessage(), signature),
                "a signature such as '(state, i64) -> i64' that the implementation fits",
                "fix the signature or the implementation"));
        return function(FunctionDef.placeholder(function));
      }
    }

    /// Adds a dynamic function: any values in, one value out.
    public Builder dynamic(String function, @Nullable String text, FunctionBody.Dynamic body) {
      return function(new FunctionDef(function, text, null, body));
    }

    /// Adds a dynamic function that takes keyword arguments, too.
    public Builder dynamicWithKeywords(
        String function, @Nullable String text, FunctionBody.WithKeywords body) {
      return function(new FunctionDef(function, text, null, body));
    }

    /// Adds a function.
    public Builder function(FunctionDef function) {
      Objects.requireNonNull(function, "function");
      functions.add(function);
      return this;
    }

    /// Adds a constant.
    public Builder constant(String attribute, @Nullable Object value) {
      Objects.requireNonNull(attribute, "attribute");
      if (constants.containsKey(attribute)) {
        return fault(
            DescriptorFault.WHOLE,
            "constants",
            new Diagnosis(
                "a second constant %s".formatted(Escapes.quoted(attribute)),
                "each name once",
                "rename or remove one of them"));
      }
      constants.put(attribute, value);
      return this;
    }

    /// Adds a slot.
    public Builder slot(ModuleSlot slot) {
      Objects.requireNonNull(slot, "slot");
      slots.add(slot);
      return this;
    }

    /// Adds an exec slot.
    public Builder exec(ModuleSlot.ExecBody body) {
      Objects.requireNonNull(body, "body");
      return slot(new ModuleSlot.Exec(body));
    }

    /// Adds a create slot.
    public Builder create(ModuleSlot.CreateBody body) {
      Objects.requireNonNull(body, "body");
      return slot(new ModuleSlot.Create(body));
    }

    /// Adds a main slot.
    public Builder main(ModuleSlot.MainBody body) {
      Objects.requireNonNull(body, "body");
      return slot(new ModuleSlot.Main(body));
    }

    /// Adds a property that can only be read: an attribute whose value is computed. Scripts that
    /// run in the module see it as a bare name, too.
    ///
    /// @param text its documentation
    public Builder property(String attribute, @Nullable String text, ModuleKind.Getter getter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      return slot(new ModuleSlot.Property(attribute, text, getter, null, null));
    }

    /// Adds a property that can be read and stored to.
    ///
    /// @param text its documentation
    public Builder property(
        String attribute,
        @Nullable String text,
        ModuleKind.Getter getter,
        ModuleKind.Setter setter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      Objects.requireNonNull(setter, "setter");
      return slot(new ModuleSlot.Property(attribute, text, getter, setter, null));
    }

    /// Adds a property that can be read, stored to and deleted.
    ///
    /// @param text its documentation
    public Builder property(
        String attribute,
        @Nullable String text,
        ModuleKind.Getter getter,
        ModuleKind.Setter setter,
        ModuleKind.Deleter deleter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      Objects.requireNonNull(setter, "setter");
      Objects.requireNonNull(deleter, "deleter");
      return slot(new ModuleSlot.Property(attribute, text, getter, setter, deleter));
    }

    /// Makes the module callable.
    public Builder call(ModuleKind.CallOperator operator) {
      Objects.requireNonNull(operator, "operator");
      return slot(new ModuleSlot.Call(operator));
    }

    /// Declares the version of the state, greater than 0. A reload replaces the module by a newer
    /// version of its jar if that declares a greater one and an [#upgrade].
    public Builder stateVersion(long version) {
      return slot(new ModuleSlot.StateVersion(version));
    }

    /// Adds the slot that fills the state object from that of an earlier version, when a module is
    /// reloaded whose jar has been replaced. It runs while no other thread is in a function of the
    /// module; if it raises, the earlier version goes on.
    public Builder upgrade(ModuleSlot.UpgradeBody body) {
      Objects.requireNonNull(body, "body");
      return slot(new ModuleSlot.Upgrade(ObjectState.upgrade(body)));
    }

    /// Declares support for several interpreters.
    public Builder interpreters(InterpreterSupport support) {
      Objects.requireNonNull(support, "support");
      return slot(new ModuleSlot.Interpreters(support));
    }

    /// Declares support for threads.
    public Builder threads(ThreadSupport support) {
      Objects.requireNonNull(support, "support");
      return slot(new ModuleSlot.Threads(support));
    }

    /// Declares a name that users should no longer use.
    ///
    /// @see ModuleSlot.DeprecatedName
    public Builder deprecated(String attribute, String replacement) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(replacement, "replacement");
      return slot(new ModuleSlot.DeprecatedName(attribute, replacement, null));
    }

    /// Declares a submodule that is imported when it is first read as an attribute.
    ///
    /// @see ModuleSlot.LazySubmodule
    public Builder lazySubmodule(String submodule) {
      Objects.requireNonNull(submodule, "submodule");
      return slot(new ModuleSlot.LazySubmodule(submodule));
    }

    /// Records a fault that was found while the descriptor was read. Those beyond the first
    /// thousand are only counted.
    public Builder fault(int slotIndex, String slotName, Diagnosis diagnosis) {
      Objects.requireNonNull(slotName, "slotName");
      Objects.requireNonNull(diagnosis, "diagnosis");
      faults.add(slotIndex, slotName, diagnosis);
      return this;
    }

    /// The descriptor, good or bad: see [ModuleDef#faults].
    public ModuleDef build() {
      return new ModuleDef(this);
    }
  }
}
