package dev.tenon.module;

import dev.tenon.error.ModuleFrame;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A function of one module instance. It knows its module and stays usable after the module has
/// left `sys.modules`. Functions of a module that did not declare free threading run one at a time
/// per interpreter. Any thread may call it.
///
/// It is serialized by reference: as its `__module__` and name, which are imported in the
/// interpreter that the reading thread has entered.
@SuppressWarnings("serial") // Only the reference is ever written.
public final class ModuleFunction implements TenonCallable, Defined, Serializable {

  private static final long serialVersionUID = 1L;

  private final FunctionDef def;
  private final ModuleObject module;
  private final String implModuleName;
  private volatile String moduleName;
  private final @Nullable Lock serialLock;
  private volatile @Nullable MethodHandle typed;
  private volatile @Nullable Generic generic;

  /// The way in for boxed values.
  ///
  /// @param handle `(Object[])Object`
  /// @param arity how many values it takes
  private record Generic(MethodHandle handle, int arity) {}

  /// The function `def` of `module`.
  ///
  /// @param threads what the module declares about threads
  /// @param moduleName the `__module__` of the function
  /// @see Defined#importName
  public ModuleFunction(
      FunctionDef def, ModuleObject module, ThreadSupport threads, String moduleName) {
    this.def = def;
    this.module = module;
    this.moduleName = moduleName;
    implModuleName = module.name();
    ModuleOwner owner = module.owner();
    boolean serialized = threads == ThreadSupport.SERIALIZED;
    serialLock = serialized && owner != null ? owner.serialLock() : null;
  }

  /// The `__name__` of the function.
  public String name() {
    return def.name();
  }

  /// The `__doc__` of the function.
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

  /// The types of the function; null for a dynamic one.
  public @Nullable Signature signature() {
    return def.signature();
  }

  String signatureText() {
    return def.signature() == null ? "(any, …) -> any" : def.signature().toString();
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    try {
      return def.body() instanceof FunctionBody.Dynamic dynamic
          ? callDynamic(dynamic, arguments)
          : callTyped(arguments);
    } catch (Throwable thrown) {
      throw raise(thrown);
    }
  }

  private @Nullable Object callDynamic(FunctionBody.Dynamic dynamic, @Nullable Object[] arguments)
      throws Exception {
    if (serialLock == null) {
      return dynamic.call(module, arguments);
    }
    serialLock.lock();
    try {
      return dynamic.call(module, arguments);
    } finally {
      serialLock.unlock();
    }
  }

  private @Nullable Object callTyped(@Nullable Object[] arguments) throws Throwable {
    Generic entry = generic;
    if (entry == null) {
      MethodHandle target = linked();
      entry =
          new Generic(
              TypedCalls.generic(target, signatureOrThrow(), def.name()),
              target.type().parameterCount());
      generic = entry;
    }
    if (arguments.length != entry.arity()) {
      throw wrongCount(entry.arity(), arguments.length);
    }
    return (Object) entry.handle().invokeExact(arguments);
  }

  private TypeError wrongCount(int expected, int given) {
    return new TypeError(
        "%s() takes %s (%d given); its signature is %s"
            .formatted(def.name(), count(expected), given, def.signature()));
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
  public MethodHandle typedHandle() {
    return handleFor(linked().type().parameterList());
  }

  /// The function as a handle for callers with these parameter types: the carriers of the
  /// signature, or reference types whose values are converted as in [#call].
  MethodHandle handleFor(List<Class<?>> given) {
    MethodHandle handle = linked();
    return given.size() == handle.type().parameterCount()
        ? TypedCalls.checked(handle, signatureOrThrow(), def.name(), given)
        : handle;
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
    return serialLock == null ? plain : TypedCalls.serialized(plain, serialLock);
  }

  private Signature signatureOrThrow() {
    return Objects.requireNonNull(def.signature());
  }

  private RuntimeException raise(Throwable thrown) {
    RuntimeException raised =
        switch (thrown) {
          case Error error -> throw error;
          case RuntimeException exception -> exception;
          default -> new RuntimeError("%s() raised %s".formatted(def.name(), thrown), thrown);
        };
    if (raised instanceof TenonError error) {
      error.passThrough(
          new ModuleFrame(moduleName, def.name(), Inspect.sourceOf(this).orElse(null)));
    }
    return raised;
  }

  private Object writeReplace() throws ObjectStreamException {
    return FunctionReference.to(this);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("a function is serialized by reference");
  }

  @Override
  public String toString() {
    return "<built-in function %s.%s>".formatted(moduleName, def.name());
  }
}
