// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a typed C function of a module that runs apart. Its arguments travel as values, with
/// the letters of their types, by which the helper process puts them where C expects them.
public final class ApartFunction implements FunctionBody.Typed {

  private static final MethodHandle CALL = findCall();

  private final MethodEntry method;
  private final Signature signature;
  private final String types;
  private final long descriptor;

  /// The body of a function.
  ///
  /// @param descriptor the address of the descriptor that it belongs to
  public ApartFunction(MethodEntry method, Signature signature, long descriptor) {
    this.method = method;
    this.signature = signature;
    this.types = typesOf(signature);
    this.descriptor = descriptor;
  }

  private static MethodHandle findCall() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              ApartFunction.class,
              "call",
              MethodType.methodType(Object.class, NativeInstance.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static String typesOf(Signature signature) {
    StringBuilder letters = new StringBuilder();
    letters.append(letterOf(signature.result()));
    signature.parameters().forEach(type -> letters.append(letterOf(type)));
    return letters.toString();
  }

  /// The letter that `typed.h` knows a type by.
  private static char letterOf(ValueType type) {
    return switch (type) {
      case F32 -> 'f';
      case F64 -> 'd';
      case STR -> 's';
      case BYTES -> 'y';
      case STATE -> 'S';
      case CONTEXT -> 'C';
      case VOID -> 'v';
      default -> 'w';
    };
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
    requirePassable();
    MethodType carriers = signature.carrierType();
    MethodHandle raw =
        MethodHandles.insertArguments(CALL.bindTo(this), 0, NativeInstance.of(module, descriptor))
            .asCollector(Object[].class, carriers.parameterCount());
    return withResult(raw).asType(carriers);
  }

  /// Makes a handle return the carrier of the result. Numbers are read as words and doubles.
  private MethodHandle withResult(MethodHandle raw) {
    Class<?> carrier = carrierOf(signature.result());
    MethodHandle read = raw.asType(raw.type().changeReturnType(carrier));
    return signature.result() == ValueType.F32
        ? MethodHandles.explicitCastArguments(read, read.type().changeReturnType(float.class))
        : Widening.narrowResult(read, signature.result());
  }

  private static Class<?> carrierOf(ValueType result) {
    if (result.isFloat()) {
      return double.class;
    }
    return result.travelsAsWord() ? long.class : Object.class;
  }

  private void requirePassable() {
    for (ValueType type : signature.parameters()) {
      if (type.isMemory() || type == ValueType.SELF) {
        throw new NotImplementedError(
            "%s() has a parameter of type %s, which a module that runs apart cannot be passed; run the module in the process of the host"
                .formatted(method.name(), type.label()));
      }
    }
  }

  @SuppressWarnings("UnusedMethod") // called through CALL
  private @Nullable Object call(NativeInstance instance, @Nullable Object[] arguments) {
    NativeContext context = instance.enter(method.name());
    Scratch scratch = Scratch.take();
    long first = scratch.address() + Abi.VALUE_SIZE;
    long result = first + (arguments.length + 1L) * Abi.VALUE_SIZE;
    try (ValueCodec.CallSpace space =
        new ValueCodec.CallSpace(result + Abi.VALUE_SIZE, scratch.address() + Scratch.SIZE)) {
      ValueFrame.checkCount(method.name(), arguments.length);
      Memory.putInt(scratch.address(), Abi.INT);
      Memory.putInt(scratch.address() + Abi.VALUE_LENGTH, arguments.length + 1);
      Memory.putLong(scratch.address() + Abi.VALUE_PAYLOAD, 0);
      ValueCodec.write(first, types, space, context.references());
      ValueFrame.write(first + Abi.VALUE_SIZE, arguments, space, context);
      long _ =
          instance
              .host()
              .invoke(Abi.INVOKE_TYPED, method.function(), context.context(), scratch.address());
      context.check(method.name());
      return read(result, context);
    } finally {
      context.leave();
      scratch.give();
    }
  }

  private @Nullable Object read(long result, NativeContext context) {
    try {
      return ValueCodec.read(result, context.references());
    } catch (UnicodeError e) {
      throw new UnicodeError(
          "%s() returned a str whose bytes are no UTF-8; declare its result as bytes"
              .formatted(method.name()),
          e);
    }
  }
}
