// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.call.HandleSource;
import dev.tenon.call.SerialLock;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A function of one module instance. It knows its module and stays usable after the module has
/// left `sys.modules`. Functions of a module that did not declare free threading run one at a time
/// per interpreter. Any thread may call it.
///
/// It is serialized by reference: as its `__module__` and name, which are imported in the
/// interpreter that the reading thread has entered.
@SuppressWarnings("serial") // Only the reference is ever written.
public final class ModuleFunction implements FunctionObject, HandleSource, Serializable {

  private static final long serialVersionUID = 1L;

  private static final MethodHandle MUST_MOVE = findMustMove();

  private final FunctionDef def;
  private final ModuleObject module;
  private final String implModuleName;
  private volatile String moduleName;
  private final @Nullable Lock serialLock;
  private final boolean blocking;
  private final String qualifiedName;
  private volatile @Nullable MethodHandle typed;
  private volatile FunctionBody.@Nullable ForeignCall foreign;
  private volatile @Nullable WordCall wordCall;
  private final FunctionBody.@Nullable Dynamic dynamic;
  private volatile @Nullable BoxedCall boxedCall;

  /// The function `def` of `module`.
  ///
  /// @param threads what the module declares about threads, for a function that declares nothing
  /// @param moduleName the `__module__` of the function
  /// @see Defined#importName
  public ModuleFunction(
      FunctionDef def, ModuleObject module, ThreadSupport threads, String moduleName) {
    this(def, module, threads, moduleName, def.name());
  }

  /// The method `def` of a type that `module` defines.
  ///
  /// @param threads as for a function
  /// @param qualifiedName the name of the type and that of the method, `Counter.add`
  public ModuleFunction(
      FunctionDef def,
      ModuleObject module,
      ThreadSupport threads,
      String moduleName,
      String qualifiedName) {
    this.def = def;
    this.qualifiedName = qualifiedName;
    this.module = module;
    this.moduleName = moduleName;
    implModuleName = module.name();
    ModuleOwner owner = ModuleOwner.of(module);
    ThreadSupport own = def.traits().threads();
    boolean serialized = (own == null ? threads : own) == ThreadSupport.SERIALIZED;
    blocking = def.traits().blocking();
    dynamic = def.body() instanceof FunctionBody.Dynamic body ? body : null;
    serialLock = serialized && owner != null ? owner.serialLock() : null;
  }

  private static MethodHandle findMustMove() {
    try {
      return MethodHandles.lookup()
          .findVirtual(ModuleFunction.class, "mustMove", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @Override
  public String name() {
    return def.name();
  }

  @Override
  public String qualifiedName() {
    return qualifiedName;
  }

  @Override
  public @Nullable String doc() {
    return def.doc();
  }

  @Override
  public String moduleName() {
    return moduleName;
  }

  /// Changes the `__module__` of the function, for a module that presents it as its own. The
  /// `__impl_module__` stays (MAIN-12).
  public void setModuleName(String name) {
    moduleName = Objects.requireNonNull(name);
  }

  @Override
  public String implModuleName() {
    return implModuleName;
  }

  /// The module instance that implements the function; CPython's `__self__` (DEF-25).
  @Override
  public ModuleObject module() {
    return module;
  }

  @Override
  public @Nullable Signature signature() {
    return def.signature();
  }

  @Override
  public String signatureText() {
    return def.body() instanceof FunctionBody.Foreign foreign
        ? foreign.declaration()
        : def.signature() == null ? "(any, …) -> any" : def.signature().toString();
  }

  @Override
  public boolean isRefusedAtEntry() {
    return true;
  }

  @Override
  public boolean hasHandle() {
    return def.signature() != null || def.body() instanceof FunctionBody.Foreign;
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    if (blocking) {
      return callFrom(arguments, Map.of());
    }
    // The way of most calls: no keywords, no other thread, nothing that still has to be linked.
    Lock lock = serialLock;
    if (lock != null) {
      lock.lock();
    }
    try {
      WordCall words = wordCall;
      if (words != null && words.arity() == arguments.length) {
        return words.call(arguments);
      }
      FunctionBody.Dynamic body = dynamic;
      return body != null ? body.call(module, arguments) : callHere(arguments, Map.of());
    } catch (Throwable thrown) {
      throw raise(thrown);
    } finally {
      if (lock != null) {
        lock.unlock();
      }
    }
  }

  @Override
  public @Nullable Object callWith(
      Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
    return callFrom(arguments, Collections.unmodifiableMap(new LinkedHashMap<>(keywords)));
  }

  private @Nullable Object callFrom(
      @Nullable Object[] arguments, Map<String, @Nullable Object> keywords) {
    try {
      return blocking && mustMove()
          ? OffCarrier.run(() -> callRaising(arguments, keywords))
          : callHere(arguments, keywords);
    } catch (Throwable thrown) {
      throw raise(thrown);
    }
  }

  private @Nullable Object callRaising(
      @Nullable Object[] arguments, Map<String, @Nullable Object> keywords) {
    try {
      return callHere(arguments, keywords);
    } catch (Throwable thrown) {
      throw raise(thrown);
    }
  }

  /// Whether the call has to leave the current thread because it would keep a carrier. A thread
  /// inside a serialized module stays: it keeps its carrier anyway, and the lock is its own.
  private boolean mustMove() {
    return OffCarrier.isNeeded()
        && !(serialLock instanceof SerialLock lock && lock.isHeldByCurrentThread());
  }

  private @Nullable Object callHere(
      @Nullable Object[] arguments, Map<String, @Nullable Object> keywords) throws Throwable {
    return switch (def.body()) {
      case FunctionBody.Dynamic dynamic when keywords.isEmpty() ->
          SerialLock.holding(serialLock, () -> dynamic.call(module, arguments));
      case FunctionBody.WithKeywords body ->
          SerialLock.holding(serialLock, () -> body.call(module, arguments, keywords));
      case FunctionBody.Typed typed when keywords.isEmpty() -> callTyped(typed, arguments);
      case FunctionBody.Foreign body when keywords.isEmpty() -> callForeign(body, arguments);
      case FunctionBody.Dynamic _, FunctionBody.Typed _, FunctionBody.Foreign _ ->
          throw new TypeError(
              "%s() takes no keyword arguments, found %s; pass them by position"
                  .formatted(def.name(), keywords.keySet()));
    };
  }

  private @Nullable Object callTyped(FunctionBody.Typed typed, @Nullable Object[] arguments)
      throws Throwable {
    WordCall words = wordCall;
    if (words != null) {
      checkCount(words.arity(), arguments.length);
      return SerialLock.holding(serialLock, () -> words.call(arguments));
    }
    BoxedCall boxed = boxedCall;
    if (boxed != null) {
      checkCount(boxed.arity(), arguments.length);
      return boxed.call(arguments);
    }
    prepare(typed);
    return callTyped(typed, arguments);
  }

  private @Nullable Object callForeign(FunctionBody.Foreign body, @Nullable Object[] arguments)
      throws Throwable {
    FunctionBody.ForeignCall function = foreignFunction(body);
    return SerialLock.holding(serialLock, () -> function.call(arguments));
  }

  private FunctionBody.ForeignCall foreignFunction(FunctionBody.Foreign body) {
    FunctionBody.ForeignCall function = foreign;
    if (function == null) {
      function = body.link(module);
      foreign = function;
    }
    return function;
  }

  private void prepare(FunctionBody.Typed typed) {
    FunctionBody.Words words = typed.words(module);
    if (words != null) {
      wordCall = new WordCall(words, def.name(), signatureOrThrow());
    } else {
      MethodHandle handle = linked();
      MethodHandle check = typed.stackCheck(module);
      boxedCall =
          TypedCalls.boxed(
              check == null ? handle : MethodHandles.foldArguments(handle, check),
              signatureOrThrow(),
              def.name());
    }
  }

  private void checkCount(int expected, int given) {
    if (given != expected) {
      throw wrongCount(expected, given);
    }
  }

  private TypeError wrongCount(int expected, int given) {
    int own = signatureOrThrow().hasSelf() ? 1 : 0;
    return new TypeError(
        "%s() takes %s (%s given); its signature is %s"
            .formatted(def.name(), count(expected - own), given - own, def.signature()));
  }

  private static String count(int expected) {
    return switch (expected) {
      case 0 -> "no arguments";
      case 1 -> "exactly one argument";
      default -> expected + " arguments";
    };
  }

  /// The function as a handle with the types of its signature, whose arguments are checked.
  ///
  /// @throws IllegalStateException if the function is dynamic
  @Override
  public MethodHandle typedHandle() {
    return def.body() instanceof FunctionBody.Foreign body
        ? handleFor(foreignFunction(body).type())
        : handleFor(linked().type());
  }

  /// The function as a handle for callers with these types: the carriers of the signature, or
  /// reference types whose values are converted as in [#call]. The result may have another type for
  /// a function with a signature.
  @Override
  public MethodHandle handleFor(MethodType wanted) {
    if (def.body() instanceof FunctionBody.Foreign body) {
      return guarded(foreignFunction(body).handleFor(wanted));
    }
    MethodHandle handle = linked();
    return wanted.parameterCount() == handle.type().parameterCount()
        ? TypedCalls.checked(handle, signatureOrThrow(), def.name(), wanted)
        : handle;
  }

  /// A handle that keeps what the function declares about how it wants to be called.
  private MethodHandle guarded(MethodHandle plain) {
    MethodHandle handle = serialLock == null ? plain : TypedCalls.serialized(plain, serialLock);
    return blocking ? TypedCalls.blocking(handle, MUST_MOVE.bindTo(this)) : handle;
  }

  private MethodHandle linked() {
    MethodHandle handle = typed;
    if (handle == null) {
      handle = link();
      typed = handle;
    }
    return handle;
  }

  private MethodHandle link() {
    if (!(def.body() instanceof FunctionBody.Typed body)) {
      throw new IllegalStateException(def.name() + " is dynamic: it has no typed handle");
    }
    MethodHandle plain = body.link(module);
    if (!plain.type().equals(signatureOrThrow().carrierType())) {
      throw new IllegalStateException(
          "the body of %s linked a handle of type %s, expected %s"
              .formatted(def.name(), plain.type(), signatureOrThrow().carrierType()));
    }
    return guarded(plain);
  }

  private Signature signatureOrThrow() {
    return Objects.requireNonNull(def.signature());
  }

  private RuntimeException raise(Throwable thrown) {
    RuntimeException raised =
        switch (thrown) {
          case StackOverflowError e -> new RecursionError(e);
          case Error error -> throw error;
          case RuntimeException exception -> exception;
          default -> new RuntimeError("%s() raised %s".formatted(def.name(), thrown), thrown);
        };
    if (raised instanceof TenonError error) {
      error.passThrough(
          ModuleFrame.inLibrary(
              moduleName, qualifiedName, Inspect.sourceOf(this).orElse(null), def.body().offset()));
    }
    return raised;
  }

  @Override
  public Optional<SourcePlace> place() {
    return def.place(Inspect.sourceOf(this).orElse(null));
  }

  @Override
  public Map<String, @Nullable Object> attributeMap() {
    return Defined.attributesOfFunction(this, name(), doc(), module);
  }

  private Object writeReplace() throws ObjectStreamException {
    return FunctionReference.to(this, name());
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("a function is serialized by reference");
  }

  @Override
  public String toString() {
    return "<built-in function %s.%s>".formatted(moduleName, def.name());
  }
}
