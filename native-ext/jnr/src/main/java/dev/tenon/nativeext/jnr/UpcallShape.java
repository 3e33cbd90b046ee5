// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import com.kenai.jffi.CallContext;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The function pointers of one sequence of types. They are used again and again, because `jffi`
/// takes none back.
final class UpcallShape {

  private static final String METHOD = "call";
  private static final ClassDesc BASE = desc(UpcallTarget.class);

  private final MethodHandle maker;
  private final MethodHandle closed;
  private final Closures closures;
  private final Queue<Slot> idle = new ConcurrentLinkedQueue<>();

  /// A function pointer and what it calls.
  record Slot(long address, UpcallTarget target) {}

  /// The function pointers for bodies of a type, which has primitive types only.
  UpcallShape(MethodType type, CallContext context) {
    try {
      MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClass(targetClass(type), true);
      Method method = made.lookupClass().getDeclaredMethod(METHOD, type.parameterArray());
      this.closures = new Closures(context, method);
      this.maker =
          made.findConstructor(
                  made.lookupClass(), MethodType.methodType(void.class, MethodHandle.class))
              .asType(MethodType.methodType(UpcallTarget.class, MethodHandle.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a class made here has not what it was made with", e);
    }
    this.closed = MethodHandles.empty(type);
  }

  /// A function pointer that calls a handle until it is released.
  Slot take(MethodHandle body) {
    Slot slot = idle.poll();
    if (slot == null) {
      UpcallTarget target = make(body);
      return new Slot(closures.allocate(target), target);
    }
    slot.target.body = body;
    return slot;
  }

  private UpcallTarget make(MethodHandle body) {
    try {
      return (UpcallTarget) maker.invokeExact(body);
    } catch (Throwable e) {
      throw new LinkageError("a class made here cannot be instantiated", e);
    }
  }

  /// Releases a function pointer. A call of it gives 0 from now on.
  void giveBack(Slot slot) {
    slot.target.body = closed;
    idle.add(slot);
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private static byte[] targetClass(MethodType type) {
    MethodTypeDesc descriptor = type.describeConstable().orElseThrow();
    return ClassFile.of()
        .build(
            ClassDesc.of(UpcallShape.class.getPackageName(), "Upcalled"),
            made -> {
              made.withSuperclass(BASE);
              addConstructor(made);
              made.withMethodBody(
                  METHOD,
                  descriptor,
                  ClassFile.ACC_PUBLIC,
                  code -> callBody(code, type, descriptor));
            });
  }

  private static void addConstructor(ClassBuilder made) {
    MethodTypeDesc descriptor = MTD_void.insertParameterTypes(0, CD_MethodHandle);
    made.withMethodBody(
        INIT_NAME,
        descriptor,
        0,
        code -> code.aload(0).aload(1).invokespecial(BASE, INIT_NAME, descriptor).return_());
  }

  private static void callBody(CodeBuilder code, MethodType type, MethodTypeDesc descriptor) {
    code.aload(0).getfield(BASE, "body", CD_MethodHandle);
    for (int index = 0; index < type.parameterCount(); index++) {
      code.loadLocal(TypeKind.from(type.parameterType(index)), code.parameterSlot(index));
    }
    code.invokevirtual(CD_MethodHandle, "invokeExact", descriptor)
        .return_(TypeKind.from(type.returnType()));
  }
}
