package dev.tenon.nativeext;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Signature;
import dev.tenon.module.ValueType;
import dev.tenon.nativeext.spi.NativeType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// The body of a typed C function. A function of numbers only is linked as a bare foreign call with
/// the module state bound to it; one that takes text or bytes, or that can fail, goes through a
/// [MarshalledCall].
final class TypedFunction implements FunctionBody.Typed {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LIVE_STATE = instanceMethod("liveState");
  private static final MethodHandle CHECK_OPEN = instanceMethod("checkOpen");

  private final String name;
  private final long address;
  private final Signature signature;

  TypedFunction(String name, long address, Signature signature) {
    this.name = name;
    this.address = address;
    this.signature = signature;
  }

  private static MethodHandle instanceMethod(String name) {
    try {
      Class<?> result = name.startsWith("live") ? long.class : void.class;
      return LOOKUP.findVirtual(NativeInstance.class, name, MethodType.methodType(result));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @Override
  public MethodHandle link(ModuleObject module) {
    NativeInstance instance = NativeInstance.of(module);
    MethodHandle raw = NativeHost.get().backend().link(address, nativeTypes(), resultType());
    return isPlain()
        ? linkPlain(raw, instance)
        : new MarshalledCall(name, signature, raw, instance).handle();
  }

  /// Whether numbers are all that crosses.
  private boolean isPlain() {
    return signature.parameters().stream().noneMatch(TypedFunction::needsMarshalling)
        && !needsMarshalling(signature.result());
  }

  private static boolean needsMarshalling(ValueType type) {
    return switch (type) {
      case STR, BYTES, BUFFER, CONTEXT -> true;
      default -> false;
    };
  }

  private List<NativeType> nativeTypes() {
    List<NativeType> types = new ArrayList<>();
    for (ValueType type : signature.parameters()) {
      types.add(nativeType(type));
      if (type == ValueType.BYTES || type == ValueType.BUFFER) {
        types.add(NativeType.WORD);
      }
    }
    if (signature.result() == ValueType.BYTES) {
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
      case BOOL,
          I8,
          I16,
          I32,
          I64,
          U8,
          U16,
          U32,
          U64,
          SIZE,
          PTR,
          STR,
          BYTES,
          BUFFER,
          STATE,
          CONTEXT ->
          NativeType.WORD;
    };
  }

  private MethodHandle linkPlain(MethodHandle raw, NativeInstance instance) {
    MethodHandle handle = Widening.narrowResult(raw, signature.result());
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
    return Widening.widenArguments(handle, signature.carrierType());
  }
}
