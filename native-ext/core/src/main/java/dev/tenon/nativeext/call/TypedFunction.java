// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.abi.MethodFlags;
import dev.tenon.nativeext.bridge.HostMemory;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a typed C function. A function of numbers only is linked as a bare foreign call with
/// the module state bound to it; one that takes text or bytes, or that can fail, goes through a
/// [MarshalledCall].
public final class TypedFunction implements FunctionBody.Typed {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LIVE_STATE =
      method(NativeInstance.class, "liveState", long.class);
  private static final MethodHandle CHECK_OPEN =
      method(NativeInstance.class, "checkOpen", void.class);
  private static final MethodHandle REQUIRE_STACK =
      method(NativeHost.class, "requireStack", void.class);
  private static final MethodHandle ENTER =
      method(NativeInstance.class, "enter", NativeContext.class);
  private static final MethodHandle LEAVE = method(NativeContext.class, "leave", void.class);

  private final MethodEntry method;
  private final String name;
  private final long address;
  private final Signature signature;

  private final MethodFlags flags;
  private final long descriptor;

  /// The body of a function.
  ///
  /// @param descriptor the address of the descriptor that it belongs to
  public TypedFunction(MethodEntry method, Signature signature, long descriptor) {
    this.method = method;
    this.name = method.name();
    this.address = method.function();
    this.signature = signature;
    this.flags = method.flags();
    this.descriptor = descriptor;
  }

  private static MethodHandle method(Class<?> owner, String name, Class<?> result) {
    try {
      return LOOKUP.findVirtual(owner, name, MethodType.methodType(result));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// Whether several threads may be in the function at once.
  private boolean isFree(ModuleObject module) {
    ThreadSupport own = flags.traits().threads();
    ModuleDef def = module.def();
    return own != null
        ? own == ThreadSupport.FREE
        : def != null && def.threads() == ThreadSupport.FREE;
  }

  /// Whether a call has to be counted, so that neither the state is freed nor the code unmapped
  /// under it. The lock of serialized modules does that for them.
  private boolean needsGuard(NativeInstance instance) {
    return isFree(instance.module())
        ? signature.parameters().contains(ValueType.STATE) || instance.isInPrivateImage()
        : instance.serialLock() == null;
  }

  /// Says that the image is called uncounted, where it is.
  private void keepUncounted(NativeInstance instance) {
    if (isFree(instance.module()) && !needsGuard(instance)) {
      instance.keepImage();
    }
  }

  @Override
  public @Nullable Words words(ModuleObject module) {
    List<ValueType> parameters = signature.parameters();
    boolean stateFirst = !parameters.isEmpty() && parameters.getFirst() == ValueType.STATE;
    boolean fits =
        isPlain()
            && parameters.size() <= Words.MOST
            && parameters.lastIndexOf(ValueType.STATE) <= 0
            && parameters.stream().noneMatch(ValueType::isFloat)
            && !signature.result().isFloat();
    NativeInstance instance = NativeInstance.of(module, descriptor);
    if (!fits || needsGuard(instance)) {
      return null;
    }
    keepUncounted(instance);
    HostFunction function = instance.host().backend().function(address);
    NativeHost host = instance.host();
    return stateFirst
        ? (a, b, c, _) -> {
          host.requireStack();
          return function.call(instance.liveState(), a, b, c);
        }
        : (a, b, c, d) -> {
          host.requireStack();
          instance.checkOpen();
          return function.call(a, b, c, d);
        };
  }

  @Override
  public @Nullable MethodHandle stackCheck(ModuleObject module) {
    return isPlain()
        ? REQUIRE_STACK.bindTo(NativeInstance.of(module, descriptor).host())
        : null; // a marshalled call looks itself
  }

  @Override
  public long offset() {
    return method.offset();
  }

  @Override
  public Optional<SourcePlace> place(String function, @Nullable String library) {
    return NativePlace.sourceOf(library, offset());
  }

  @Override
  public MethodHandle link(ModuleObject module) {
    NativeInstance instance = NativeInstance.of(module, descriptor);
    MethodHandle linked =
        HostMemory.link(
            instance.host().backend(),
            address,
            new NativeCall(
                List.copyOf(nativeTypes()),
                resultType(),
                NativeCall.NOT_VARIADIC,
                flags.isLeaf(),
                false));
    MethodHandle narrow = Widening.narrowResult(linked, signature.result());
    if (isPlain()) {
      keepUncounted(instance);
    }
    return isPlain()
        ? linkPlain(narrow, instance, needsGuard(instance))
        : new MarshalledCall(name, signature, narrow, instance).handle();
  }

  /// Whether numbers are all that crosses.
  private boolean isPlain() {
    return signature.parameters().stream().noneMatch(TypedFunction::needsMarshalling)
        && !needsMarshalling(signature.result());
  }

  private static boolean needsMarshalling(ValueType type) {
    return !type.travelsAsWord()
        && !type.isFloat()
        && type != ValueType.STATE
        && type != ValueType.VOID;
  }

  private List<NativeType> nativeTypes() {
    List<NativeType> types = new ArrayList<>();
    for (ValueType type : signature.parameters()) {
      types.add(type.isMemory() ? NativeType.POINTER : nativeType(type));
      if (type.hasLength()) {
        types.add(NativeType.WORD);
      }
    }
    if (signature.result().hasLength()) {
      types.add(NativeType.WORD);
    }
    return types;
  }

  private NativeType resultType() {
    return nativeType(signature.result());
  }

  private static NativeType nativeType(ValueType type) {
    return switch (type) {
      case F32 -> NativeType.FLOAT;
      case F64 -> NativeType.DOUBLE;
      case VOID -> NativeType.VOID;
      default -> NativeType.WORD; // a word, or the address of what is no word
    };
  }

  private MethodHandle linkPlain(MethodHandle narrow, NativeInstance instance, boolean guarded) {
    MethodHandle handle = narrow;
    boolean checked = false;
    for (int index = signature.parameters().size() - 1; index >= 0; index--) {
      if (signature.parameters().get(index) == ValueType.STATE) {
        handle = MethodHandles.collectArguments(handle, index, LIVE_STATE.bindTo(instance));
        checked = true;
      }
    }
    if (!checked) {
      handle = MethodHandles.foldArguments(handle, CHECK_OPEN.bindTo(instance));
    }
    MethodHandle whole = Widening.widenArguments(handle, signature.carrierType());
    return guarded ? guarded(whole, instance) : whole;
  }

  /// A handle that has a context of its instance while the given one runs.
  private static MethodHandle guarded(MethodHandle handle, NativeInstance instance) {
    MethodHandle inside = MethodHandles.dropArguments(handle, 0, NativeContext.class);
    MethodHandle leave = MethodHandles.dropArguments(LEAVE, 0, Throwable.class);
    Class<?> result = handle.type().returnType();
    if (result != void.class) {
      MethodHandle same =
          MethodHandles.dropArguments(
              MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class),
              2,
              NativeContext.class);
      leave = MethodHandles.foldArguments(same, MethodHandles.dropArguments(leave, 1, result));
    }
    return MethodHandles.foldArguments(
        MethodHandles.tryFinally(inside, leave), ENTER.bindTo(instance));
  }
}
