// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gives a method handle the shape of a functional interface. Each binding is a class of its own
/// that has the handle as a constant, so that the JIT compiles a call through the interface to what
/// the handle does. Making the class takes about a hundred microseconds; it goes when nobody can
/// reach the bound object any more.
///
/// The JDK's own proxy, which calls through a field, stands in for an interface that only its
/// package or module sees, and where very many objects are bound to one interface.
final class InterfaceBinding {

  private static final ClassDesc UNDECLARED = desc(UndeclaredThrowableException.class);

  /// One of the handles that come with the class.
  private static DynamicConstantDesc<MethodHandle> target(int index) {
    return DynamicConstantDesc.ofNamed(
        ConstantDescs.ofConstantBootstrap(
            desc(MethodHandles.class),
            "classDataAt",
            ConstantDescs.CD_Object,
            ConstantDescs.CD_int),
        ConstantDescs.DEFAULT_NAME,
        ConstantDescs.CD_MethodHandle,
        index);
  }

  private static final ClassValue<BindingNeighbour> NEIGHBOURS =
      new ClassValue<>() {
        @Override
        protected BindingNeighbour computeValue(Class<?> shape) {
          return BindingNeighbour.of(shape);
        }
      };

  private InterfaceBinding() {}

  /// An object whose method is a handle.
  ///
  /// @param shape an interface
  /// @param method its only abstract method
  /// @param target a handle of the type of the method
  static <T> T of(Class<T> shape, Method method, MethodHandle target) {
    BindingNeighbour neighbour = neighbourOf(shape);
    return neighbour == null
        ? MethodHandleProxies.asInterfaceInstance(shape, target)
        : bind(neighbour, shape, List.of(method), List.of(target));
  }

  /// An object whose methods are handles.
  ///
  /// @param shape an interface
  /// @param methods its abstract methods
  /// @param targets a handle of the type of each
  static <T> T ofAll(Class<T> shape, List<Method> methods, List<MethodHandle> targets) {
    BindingNeighbour neighbour = neighbourOf(shape);
    return neighbour == null
        ? shape.cast(
            Proxy.newProxyInstance(
                shape.getClassLoader(),
                new Class<?>[] {shape},
                new HandleCalls(shape, methods, targets)))
        : bind(neighbour, shape, methods, targets);
  }

  /// What the classes of bindings to an interface lie beside; null if the JDK's proxy stands in.
  private static @Nullable BindingNeighbour neighbourOf(Class<?> shape) {
    BindingNeighbour neighbour = isVisible(shape) ? NEIGHBOURS.get(shape) : null;
    return neighbour == null || neighbour.isCrowded() ? null : neighbour;
  }

  private static <T> T bind(
      BindingNeighbour neighbour,
      Class<T> shape,
      List<Method> methods,
      List<MethodHandle> targets) {
    T bound = shape.cast(make(neighbour, shape, methods, targets));
    neighbour.count(bound);
    return bound;
  }

  /// Whether a class elsewhere can implement the interface.
  private static boolean isVisible(Class<?> shape) {
    return !shape.isHidden()
        && !shape.isSealed()
        && shape.getModule().isExported(shape.getPackageName())
        && Stream.<Class<?>>iterate(shape, Objects::nonNull, Class::getEnclosingClass)
            .allMatch(each -> Modifier.isPublic(each.getModifiers()));
  }

  private static Object make(
      BindingNeighbour neighbour,
      Class<?> shape,
      List<Method> methods,
      List<MethodHandle> targets) {
    byte[] bytes =
        ClassFile.of().build(neighbour.named("Bound"), type -> define(type, shape, methods));
    try {
      MethodHandles.Lookup own =
          neighbour.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(targets), false);
      MethodHandle constructor =
          own.findConstructor(own.lookupClass(), MethodType.methodType(void.class));
      return (Object) constructor.asType(MethodType.methodType(Object.class)).invokeExact();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("cannot make a class that implements " + shape.getName(), e);
    }
  }

  private static void define(ClassBuilder type, Class<?> shape, List<Method> methods) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
        .withInterfaceSymbols(desc(shape))
        .withMethodBody(
            ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void,
            0,
            code ->
                code.aload(0)
                    .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
    for (int index = 0; index < methods.size(); index++) {
      Method method = methods.get(index);
      int number = index;
      type.withMethodBody(
          method.getName(),
          descriptor(method),
          ClassFile.ACC_PUBLIC,
          code ->
              code.trying(
                  block -> call(block, method, number),
                  handlers ->
                      handlers
                          .catchingMulti(thrownAsTheyAre(method), CodeBuilder::athrow)
                          .catchingAll(InterfaceBinding::throwUndeclared)));
    }
  }

  private static List<ClassDesc> thrownAsTheyAre(Method method) {
    return Stream.concat(
            Stream.of(RuntimeException.class, Error.class), Stream.of(method.getExceptionTypes()))
        .map(InterfaceBinding::desc)
        .distinct()
        .toList();
  }

  private static void call(CodeBuilder code, Method method, int number) {
    code.loadConstant(target(number));
    for (int index = 0; index < method.getParameterCount(); index++) {
      code.loadLocal(TypeKind.from(method.getParameterTypes()[index]), code.parameterSlot(index));
    }
    code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", descriptor(method))
        .return_(TypeKind.from(method.getReturnType()));
  }

  private static void throwUndeclared(CodeBuilder code) {
    int thrown = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(thrown)
        .new_(UNDECLARED)
        .dup()
        .aload(thrown)
        .invokespecial(
            UNDECLARED,
            ConstantDescs.INIT_NAME,
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Throwable))
        .athrow();
  }

  private static MethodTypeDesc descriptor(Method method) {
    return MethodTypeDesc.of(
        desc(method.getReturnType()),
        Stream.of(method.getParameterTypes()).map(InterfaceBinding::desc).toList());
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
