// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.access.Grants;
import dev.tenon.access.ModuleGrant;
import dev.tenon.call.Callables;
import dev.tenon.call.ModuleInterface;
import dev.tenon.call.ReplacedCall;
import dev.tenon.error.ImportException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.namespace.HookRuns;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.Deferred;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A module: an identity, a live raw namespace, and attribute access on top of it. An attribute is
/// looked for among the properties of the module's [ModuleKind], then in the raw namespace, then
/// through the module's own `__getattr__` (PEP 562). Any thread may use a module; attribute reads
/// take no lock.
///
/// Attributes hold ordinary Java values: null is None, and the rest are `Boolean`, `Long`,
/// `Double`, `String`, `byte[]`, `List`, `Map`, [TenonCallable], other modules or any object.
public final class ModuleObject implements Attributed {

  static {
    Grants.give(ModuleGrant.class, new Life());
  }

  private final Namespace namespace;
  private final @Nullable ModuleHost owner;
  private volatile ModuleKind kind = ModuleKind.STANDARD;

  /// Whether reads need no more than the raw namespace and `__getattr__`: one test for all that may
  /// take part in a read.
  private volatile boolean plain = true;

  /// Where `__getattr__` was last found. The race on it is benign, as in [Attribute].
  private Namespace.Place getattr = Namespace.Place.LOST;

  /// Made when a hook runs first.
  private volatile @Nullable HookRuns hookRuns;

  private volatile @Nullable Attachment attachment;
  private volatile boolean partial;
  private boolean isExecuted;
  private volatile @Nullable Thread replacer;

  /// What a module got from its descriptor.
  ///
  /// @param before the kind of the module before
  /// @param kind the kind that the descriptor gave it
  private record Attachment(
      ModuleDef def,
      @Nullable ModuleState state,
      @Nullable DeclaredNames declared,
      ModuleKind before,
      ModuleKind kind) {}

  /// A module that lives in no interpreter, for code that builds modules by hand.
  public ModuleObject(String name) {
    this(new Namespace(), name, null, null);
  }

  /// A module for a descriptor, in the interpreter that the current thread has entered: what a
  /// create slot returns that wants to fill the module itself. It shares its layout with all other
  /// modules of that descriptor.
  ///
  /// @param name its `__name__`, that of the spec
  /// @throws InterpreterError if the thread has entered no interpreter
  public static ModuleObject of(ModuleDef def, String name) {
    Objects.requireNonNull(name, "name");
    return new ModuleObject(new Namespace(def.layout()), name, def.doc(), ModuleHost.current());
  }

  private ModuleObject(
      Namespace namespace, String name, @Nullable String doc, @Nullable ModuleHost owner) {
    this.namespace = namespace;
    this.owner = owner;
    namespace.belongTo(new Owner(this));
    namespace.put("__name__", Objects.requireNonNull(name, "a module needs a name"));
    namespace.put("__doc__", doc);
    namespace.put("__loader__", null);
    namespace.put("__package__", null);
    namespace.put("__spec__", null);
  }

  /// The `__name__` of the module if it is text, else `"?"`.
  public String name() {
    return namespace.get("__name__") instanceof String text ? text : "?";
  }

  /// The live raw namespace, CPython's `__dict__`: no property, no `__getattr__`, insertion order.
  public Map<String, @Nullable Object> namespace() {
    return namespace;
  }

  /// The module whose raw namespace a mapping is; null for other mappings.
  public static @Nullable ModuleObject owning(Map<?, ?> mapping) {
    Objects.requireNonNull(mapping, "mapping");
    return mapping instanceof Namespace raw && raw.holder() instanceof Owner owner
        ? owner.module()
        : null;
  }

  /// The interpreter that the module lives in; null for a module built by hand.
  public @Nullable ModuleHost interpreter() {
    return owner;
  }

  @Override
  public String typeName() {
    return kind.name();
  }

  @Override
  public @Nullable TenonCallable asCallable() {
    ModuleKind.CallOperator operator = kind.callOperator();
    return operator == null ? null : arguments -> operator.call(this, arguments);
  }

  /// The kind of the module, its class.
  public ModuleKind kind() {
    return kind;
  }

  /// Gives the module another kind (assignment to `__class__`, ATTR-10).
  public void setKind(ModuleKind newKind) {
    Objects.requireNonNull(newKind, "newKind");
    synchronized (namespace) {
      kind = Objects.requireNonNull(newKind);
      plain = newKind == ModuleKind.STANDARD && !namespace.hasDeferred();
      namespace.invalidatePlaces();
    }
  }

  /// Is called by the namespace, which holds its lock, whether it holds deferred values.
  private void noteDeferred(boolean any) {
    plain = kind == ModuleKind.STANDARD && !any;
  }

  /// The module as the owner of its namespace.
  private record Owner(ModuleObject module) implements Namespace.Holder {
    @Override
    public void noteDeferred(boolean any) {
      module.noteDeferred(any);
    }
  }

  /// Reads an attribute.
  ///
  /// @throws AttributeError if there is none; the text says when the module is only half
  ///   initialised
  @Override
  public @Nullable Object get(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    Object value = find(attribute);
    if (value == Namespace.ABSENT) {
      throw missing(attribute);
    }
    return value;
  }

  @Override
  public @Nullable Object getOrDefault(String attribute, @Nullable Object fallback) {
    Objects.requireNonNull(attribute, "attribute");
    try {
      Object value = find(attribute);
      return value == Namespace.ABSENT ? fallback : value;
    } catch (AttributeError _) {
      return fallback;
    }
  }

  /// Whether the module has an attribute; this may call its `__getattr__`.
  public boolean has(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    return getOrDefault(attribute, Namespace.ABSENT) != Namespace.ABSENT;
  }

  /// Reads a bare name of code that runs in the module: a property, a name of the raw namespace or
  /// a declared one, or what the module's hooks give for it. The two attributes that belong to the
  /// object and not to its code, `__class__` and `__dict__`, are none.
  ///
  /// While a hook of the module, `__getattr__` or the read hook of its kind, runs on the current
  /// thread, bare names skip the hooks: a hook that uses a name which the module does not have,
  /// that of a builtin for instance, would call itself for it (PEP 562 meets PROP-05).
  ///
  /// @return `fallback` if there is none
  public @Nullable Object getBare(String name, @Nullable Object fallback) {
    Objects.requireNonNull(name, "name");
    try {
      Object value = findBare(name);
      return value == Namespace.ABSENT ? fallback : value;
    } catch (AttributeError _) {
      return fallback;
    }
  }

  private @Nullable Object findBare(String name) {
    ModuleKind.ReadHook hook = kind.readHook();
    if (hook != null && !isInHook()) {
      return read(hook, name);
    }
    ModuleKind.Property property = kind.property(name);
    if (property != null) {
      return findProperty(property, name, true);
    }
    Object value = findStored(name);
    if (value == Namespace.ABSENT) {
      value = findDeclared(name);
    }
    return value == Namespace.ABSENT && !isInHook() ? compute(name) : value;
  }

  private boolean isInHook() {
    HookRuns runs = hookRuns;
    return runs != null && runs.isHere();
  }

  private @Nullable Object find(String attribute) {
    if (!plain) {
      ModuleKind now = kind;
      ModuleKind.ReadHook hook = now.readHook();
      return hook == null ? findRaw(now, attribute) : read(hook, attribute);
    }
    Object value = namespace.lookup(attribute);
    return value == Namespace.ABSENT ? findComputed(attribute) : value;
  }

  private @Nullable Object findRaw(ModuleKind now, String attribute) {
    ModuleKind.Property property = now.property(attribute);
    if (property != null) {
      return findProperty(property, attribute, false);
    }
    Object value = findStored(attribute);
    return value == Namespace.ABSENT ? findComputed(attribute) : value;
  }

  /// What the raw namespace holds, or [Namespace#ABSENT].
  private @Nullable Object findStored(String attribute) {
    Object value = namespace.lookup(attribute);
    if (value instanceof Deferred deferred) {
      Object reified = deferred.reify();
      namespace.replaceDeferred(attribute, deferred, reified);
      return reified;
    }
    return value;
  }

  /// Reads an attribute past the read hook of the kind.
  ///
  /// @throws AttributeError if there is none
  public @Nullable Object getRaw(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    Object value = findRaw(kind, attribute);
    if (value == Namespace.ABSENT) {
      throw missing(attribute);
    }
    return value;
  }

  /// Reads a property. As in CPython a getter that raises AttributeError leaves the name to the
  /// module's `__getattr__`.
  ///
  /// @param bare whether it is read as a bare name
  private @Nullable Object findProperty(
      ModuleKind.Property property, String attribute, boolean bare) {
    try {
      return property.getter().get(this);
    } catch (AttributeError e) {
      Object value = bare && isInHook() ? Namespace.ABSENT : compute(attribute);
      if (value == Namespace.ABSENT) {
        throw e;
      }
      return value;
    } catch (StackOverflowError e) {
      // Where even the error finds no room, whoever called from further up makes it.
      throw new RecursionError(e);
    }
  }

  private @Nullable Object findComputed(String attribute) {
    if (attribute.equals("__dict__")) {
      return namespace;
    }
    if (attribute.equals("__class__")) {
      return kind;
    }
    Object value = findDeclared(attribute);
    return value == Namespace.ABSENT ? compute(attribute) : value;
  }

  private @Nullable Object findDeclared(String attribute) {
    DeclaredNames declared = declaredNames();
    return declared == null ? Namespace.ABSENT : declared.find(this, fullName(), owner, attribute);
  }

  /// What the module's `__getattr__` gives, or [Namespace#ABSENT] if it has none.
  private @Nullable Object compute(String attribute) {
    Namespace.Place known = getattr;
    Object hook = known.read();
    if (hook == Namespace.ABSENT) {
      hook = namespace.lookup("__getattr__");
      if (hook == Namespace.ABSENT) {
        return hook;
      }
      Namespace.Place now = namespace.place("__getattr__");
      getattr = now == null ? Namespace.Place.LOST : now;
    }
    TenonCallable function = Callables.of(hook);
    HookRuns runs = hookRuns();
    boolean outermost = runs.enter();
    try {
      return function.call(attribute);
    } catch (StackOverflowError e) {
      throw tooDeep(e, outermost);
    } finally {
      if (outermost) {
        runs.leave();
      }
    }
  }

  private @Nullable Object read(ModuleKind.ReadHook hook, String attribute) {
    HookRuns runs = hookRuns();
    boolean outermost = runs.enter();
    try {
      return hook.read(this, attribute);
    } catch (StackOverflowError e) {
      throw tooDeep(e, outermost);
    } finally {
      if (outermost) {
        runs.leave();
      }
    }
  }

  /// Only who called the outermost hook has the stack that it takes to make an error.
  private static RecursionError tooDeep(StackOverflowError e, boolean outermost) {
    if (!outermost) {
      throw e;
    }
    return new RecursionError(e);
  }

  private HookRuns hookRuns() {
    HookRuns known = hookRuns;
    return known == null ? makeHookRuns() : known;
  }

  private HookRuns makeHookRuns() {
    synchronized (namespace) {
      HookRuns known = hookRuns;
      if (known == null) {
        known = new HookRuns();
        hookRuns = known;
      }
      return known;
    }
  }

  private String fullName() {
    return namespace.get("__spec__") instanceof ModuleSpec spec ? spec.name() : name();
  }

  private @Nullable DeclaredNames declaredNames() {
    Attachment now = attachment;
    return now == null ? null : now.declared();
  }

  /// Stores an attribute, through the property or the store hook of the module's kind if it has
  /// one.
  ///
  /// @throws AttributeError if a property of that name has no setter, or the name is `__dict__`
  /// @throws TypeError if `__class__` is set to something that is no [ModuleKind]
  @Override
  public void set(String attribute, @Nullable Object value) {
    if (attribute.equals("__class__")) {
      setKind(requireKind(value));
    } else if (attribute.equals("__dict__")) {
      throw new AttributeError("readonly attribute");
    } else if (kind == ModuleKind.STANDARD) {
      namespace.put(attribute, value);
    } else {
      kind.set(this, attribute, value);
    }
  }

  private static ModuleKind requireKind(@Nullable Object value) {
    if (value instanceof ModuleKind kind) {
      return kind;
    }
    throw new TypeError(
        "__class__ assignment only supported for mutable types or ModuleType subclasses, not '%s'"
            .formatted(TypeNames.of(value)));
  }

  /// Stores an attribute past the store hook of the kind; properties still take part.
  public void setRaw(String attribute, @Nullable Object value) {
    Objects.requireNonNull(attribute, "attribute");
    if (!kind.setProperty(this, attribute, value)) {
      namespace.put(attribute, value);
    }
  }

  /// Deletes an attribute, through the property or the deletion hook of the module's kind if it has
  /// one.
  ///
  /// @throws AttributeError if the raw namespace has none of that name, or a property of that name
  ///   has no deleter
  @Override
  public void delete(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    if (kind == ModuleKind.STANDARD) {
      deleteRaw(attribute);
    } else {
      kind.delete(this, attribute);
    }
  }

  /// Deletes an attribute past the deletion hook of the kind; properties still take part.
  public void deleteRaw(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    if (!kind.deleteProperty(this, attribute) && !namespace.removeName(attribute)) {
      throw missing(attribute);
    }
  }

  /// The names of the module, sorted: what its `__dir__` returns, else those of the raw namespace
  /// and the lazy submodules that its descriptor declares.
  ///
  /// @throws TypeError if `__dir__` cannot be called or does not return a sequence of texts
  @Override
  public List<String> dir() {
    Object hook =
        kind.readHook() == null
            ? namespace.lookup("__dir__")
            : getOrDefault("__dir__", Namespace.ABSENT);
    return hook == Namespace.ABSENT
        ? ModuleText.sortedNames(namespace.keySet(), lazySubmodules())
        : ModuleText.sortedNames(Callables.of(hook).call());
  }

  private Set<String> lazySubmodules() {
    DeclaredNames declared = declaredNames();
    return declared == null ? Set.of() : declared.submodules();
  }

  /// A handle on an attribute for callers that read it often. The attribute need not exist yet.
  public Attribute attribute(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    return new Attribute(this, this::placeOf, attribute);
  }

  private Namespace.@Nullable Place placeOf(String attribute) {
    ModuleKind before = kind;
    if (before.property(attribute) != null || before.readHook() != null) {
      return null;
    }
    Namespace.Place place = namespace.place(attribute);
    // A change of kind that came between has invalidated only the places handed out before it.
    return kind == before ? place : null;
  }

  /// Calls an attribute.
  ///
  /// @param arguments the values; a bare `null` is one None
  /// @throws AttributeError if the module has no such attribute
  /// @throws dev.tenon.error.kind.InterpreterError if the module was closed with its interpreter
  /// @throws TypeError if the attribute cannot be called or the arguments do not fit it
  @Override
  public @Nullable Object call(String function, @Nullable Object @Nullable ... arguments) {
    Objects.requireNonNull(function, "function");
    TenonCallable callable = callable(function);
    @Nullable Object[] values = orNone(arguments);
    try {
      return callable.call(values);
    } catch (InterpreterError e) {
      return replacedCall(function, callable).again(e, now -> now.call(values));
    }
  }

  /// Calls an attribute with keyword arguments.
  ///
  /// @param keywords the values given by name
  /// @throws AttributeError if the module has no such attribute
  /// @throws dev.tenon.error.kind.InterpreterError if the module was closed with its interpreter
  /// @throws TypeError if the attribute cannot be called, takes no keyword arguments, or the
  ///   arguments do not fit it
  public @Nullable Object callWith(
      String function,
      Map<String, ? extends @Nullable Object> keywords,
      @Nullable Object @Nullable ... arguments) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(keywords, "keywords");
    TenonCallable callable = callable(function);
    @Nullable Object[] values = orNone(arguments);
    try {
      return callable.callWith(keywords, values);
    } catch (InterpreterError e) {
      return replacedCall(function, callable).again(e, now -> now.callWith(keywords, values));
    }
  }

  private ReplacedCall replacedCall(String function, TenonCallable refused) {
    return new ReplacedCall(
        this, () -> callable(function), () -> replacer, this::isEntered, refused);
  }

  boolean isBeingReplaced() {
    return replacer != null;
  }

  private boolean isEntered() {
    ModuleState now = state();
    return now != null && now.isEntered();
  }

  /// Java takes a bare `null` for the array of the arguments.
  private static @Nullable Object[] orNone(@Nullable Object @Nullable [] arguments) {
    return arguments == null ? new @Nullable Object[] {null} : arguments;
  }

  /// Gives a function of the module the shape of a functional interface. The result calls the
  /// function without looking it up again and, for typed functions, without boxing.
  ///
  /// @throws AttributeError if the module has no such attribute
  /// @throws TypeError if the attribute is no function, or its signature does not fit the interface
  public <T> T bind(String function, Class<T> functionalInterface) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(functionalInterface, "functionalInterface");
    return Callables.bind(callable(function), function, functionalInterface);
  }

  /// Gives a function of the module the shape of a functional interface, as [#bind] does, and goes
  /// on with the function of the same name when a reload puts another version of the module in its
  /// place: a call waits for the end of the replacement and loses nothing. What is assigned to the
  /// name counts from the next replacement on.
  ///
  /// @throws AttributeError if the module has no such attribute; the result raises it when a later
  ///   version has none
  /// @throws TypeError if the attribute is no function, or its signature does not fit the
  ///   interface; the result raises it when that of a later version does not
  public <T> T bindLatest(String function, Class<T> functionalInterface) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(functionalInterface, "functionalInterface");
    return Callables.bindLatest(
        callable(function),
        function,
        functionalInterface,
        refused -> replacedCall(function, refused));
  }

  /// Gives the module the shape of an interface. A method is the function of its name, called as
  /// [#bind] does; of an attribute that cannot be called, a method without parameters reads the
  /// value and a void method with one parameter writes it. [dev.tenon.value.AttributeName] gives a
  /// method another name; default methods stay what they are. After an upgrade the methods are
  /// those of the new version, as with [#bindLatest].
  ///
  /// A parameter or result that is a record or an interface of the caller's stands for an object
  /// with attributes, such as a struct of C: a record is a copy of it, an interface a view whose
  /// methods read and write the attributes. A functional interface as a parameter is a callback.
  ///
  /// @throws IllegalArgumentException if `shape` is no interface that can be implemented
  /// @throws TypeError if a method does not fit the module; the message has all that do not
  public <T> T as(Class<T> shape) {
    return ModuleInterface.of(this, name(), shape, this::replacedCall);
  }

  /// A function of the module as a method handle: the types of its signature for a typed function,
  /// `(Object[])Object` for any other callable.
  ///
  /// @throws AttributeError if the module has no such attribute
  /// @throws TypeError if the attribute cannot be called
  public MethodHandle handle(String function) {
    Objects.requireNonNull(function, "function");
    return Callables.handle(callable(function));
  }

  TenonCallable callable(String function) {
    Object value = get(function);
    if (value == null && owner != null && owner.isClosed()) {
      // The name was wiped.
      throw ModuleText.closed(name(), owner);
    }
    return Callables.of(value);
  }

  /// Whether the module is only half initialised: its body is running for the first time, or has
  /// failed.
  public boolean isPartial() {
    return partial;
  }

  /// The descriptor the module was executed from; null for other modules.
  public @Nullable ModuleDef def() {
    Attachment now = attachment;
    return now == null ? null : now.def();
  }

  @Nullable ModuleState state() {
    Attachment now = attachment;
    return now == null ? null : now.state();
  }

  /// The state object of this module instance, for the functions and slots of Java modules.
  ///
  /// @throws IllegalStateException if the module has no state object of that class
  /// @throws dev.tenon.error.kind.InterpreterError if the module was closed with its interpreter
  public <S> S state(Class<S> type) {
    ModuleState now = state();
    Object value = now == null ? null : now.value();
    if (!type.isInstance(value)) {
      if (value != null && value.getClass().getName().equals(type.getName())) {
        throw InterpreterError.ofEarlierVersion(this, name());
      }
      throw new IllegalStateException(
          "the state of module %s is of type %s, expected %s"
              .formatted(
                  Escapes.quoted(name()),
                  value == null ? "none" : value.getClass().getName(),
                  type.getName()));
    }
    return type.cast(value);
  }

  /// Marks the module as executed from a descriptor and attaches its state, once and for all.
  ///
  /// @throws ImportException if the module was executed from a descriptor before
  private synchronized void attach(
      ModuleDef def, @Nullable ModuleState state, UnaryOperator<ModuleKind> declaredKind) {
    Attachment now = attachment;
    if (now != null) {
      throw new ImportException(
          "cannot attach the state of %s to module %s: it already carries that of %s"
              .formatted(
                  Escapes.quoted(def.name()),
                  Escapes.quoted(name()),
                  Escapes.quoted(now.def().name())),
          name());
    }
    attach(def, state, declaredKind, kind);
  }

  private void attach(
      ModuleDef def,
      @Nullable ModuleState state,
      UnaryOperator<ModuleKind> declaredKind,
      ModuleKind before) {
    ModuleKind declared = declaredKind.apply(before);
    attachment = new Attachment(def, state, def.newDeclaredNames(), before, declared);
    if (kind != declared) {
      setKind(declared);
    }
  }

  /// Puts another version of a module, with its state, in the place of the one it was executed
  /// from.
  ///
  /// @throws IllegalStateException if the module was not executed from a descriptor, or the current
  ///   thread did not begin the replacement
  private synchronized void replace(
      ModuleDef def, ModuleState state, UnaryOperator<ModuleKind> declaredKind) {
    if (replacer != Thread.currentThread()) {
      throw new IllegalStateException(
          "the current thread is not replacing module '%s'".formatted(name()));
    }
    Attachment now = attachment;
    if (now == null) {
      throw new IllegalStateException(
          "module %s carries no state".formatted(Escapes.quoted(name())));
    }
    // A kind that the module was given since stays.
    attach(def, state, declaredKind, kind == now.kind() ? now.before() : kind);
  }

  private synchronized void keepAttached() {
    isExecuted = true;
  }

  /// Takes the state away again after an exec slot has failed.
  ///
  /// @throws IllegalStateException if the module has been executed
  private synchronized void detach() {
    if (isExecuted) {
      throw new IllegalStateException(
          "module '%s' has been executed; its state ends with its interpreter".formatted(name()));
    }
    Attachment now = attachment;
    attachment = null;
    if (now != null && kind == now.kind() && kind != now.before()) {
      setKind(now.before());
    }
  }

  /// The printed form, as CPython's `module_repr` gives it.
  @Override
  public String toString() {
    return ModuleText.repr(namespace);
  }

  private AttributeError missing(String attribute) {
    String sentence = ModuleText.missingSentence(namespace, attribute);
    return new AttributeError(
        owner == null ? sentence : owner.explainMissing(this, attribute, sentence),
        attribute,
        this);
  }

  /// What the import system and the loaders do with modules, and hosts do not.
  private static final class Life
      implements ModuleGrant<ModuleObject, ModuleDef, ModuleState, ModuleKind, ModuleHost> {
    @Override
    public ModuleObject create(ModuleDef def, String name, @Nullable ModuleHost owner) {
      return new ModuleObject(new Namespace(def.layout()), name, def.doc(), owner);
    }

    @Override
    public ModuleObject create(String name, @Nullable String doc, @Nullable ModuleHost owner) {
      return new ModuleObject(new Namespace(), name, doc, owner);
    }

    @Override
    public @Nullable ModuleState state(ModuleObject module) {
      return module.state();
    }

    @Override
    public void setPartial(ModuleObject module, boolean halfInitialised) {
      module.partial = halfInitialised;
    }

    @Override
    public void attach(
        ModuleObject module,
        ModuleDef def,
        @Nullable ModuleState state,
        UnaryOperator<ModuleKind> declaredKind) {
      module.attach(def, state, declaredKind);
    }

    @Override
    public void keepAttached(ModuleObject module) {
      module.keepAttached();
    }

    @Override
    public void detach(ModuleObject module) {
      module.detach();
    }

    @Override
    public void replace(
        ModuleObject module,
        ModuleDef def,
        ModuleState state,
        UnaryOperator<ModuleKind> declaredKind) {
      module.replace(def, state, declaredKind);
    }

    @Override
    public void beginReplacement(ModuleObject module) {
      module.replacer = Thread.currentThread();
    }

    @Override
    public void endReplacement(ModuleObject module) {
      module.replacer = null;
    }

    @Override
    public @Nullable Thread replacer(ModuleObject module) {
      return module.replacer;
    }
  }
}
