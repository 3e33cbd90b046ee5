// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What can be done with anything callable: call it, turn it into a method handle or give it the
/// shape of a functional interface.
public final class Callables {

  private static final MethodHandle CALL = findCall();

  private Callables() {}

  private static MethodHandle findCall() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              TenonCallable.class, "call", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// Whether a value can be called.
  public static boolean isCallable(@Nullable Object value) {
    return value instanceof TenonCallable
        || (value instanceof Attributed object && object.asCallable() != null);
  }

  /// A value as a callable.
  ///
  /// @throws TypeError if it cannot be called
  public static TenonCallable of(@Nullable Object value) {
    if (value instanceof TenonCallable callable) {
      return callable;
    }
    TenonCallable operator = value instanceof Attributed object ? object.asCallable() : null;
    if (operator != null) {
      return operator;
    }
    throw new TypeError("'%s' object is not callable".formatted(TypeNames.of(value)));
  }

  /// A callable as a method handle: with the types of its signature if it has one, else
  /// `(Object[])Object`.
  public static MethodHandle handle(TenonCallable callable) {
    return callable instanceof HandleSource source && source.hasHandle()
        ? source.typedHandle()
        : CALL.bindTo(callable);
  }

  /// A callable as a handle for callers of this type.
  static MethodHandle handleFor(TenonCallable callable, MethodType wanted) {
    return callable instanceof HandleSource source && source.hasHandle()
        ? source.handleFor(wanted)
        : CALL.bindTo(callable).asCollector(Object[].class, wanted.parameterCount());
  }

  /// The types of a callable, for messages.
  static String signatureText(TenonCallable callable) {
    return callable instanceof HandleSource source ? source.signatureText() : "(any) -> any";
  }

  /// The present version of a callable in the shape of a functional interface.
  ///
  /// @param replaced a call that was refused because another version has taken the place of the
  ///   callable
  /// @throws IllegalArgumentException if `shape` is no functional interface that can be implemented
  /// @throws TypeError if the signature does not fit its method; the object raises it for a version
  ///   that comes later
  public static <T> T bindLatest(
      TenonCallable present,
      String name,
      Class<T> shape,
      Function<TenonCallable, ReplacedCall> replaced) {
    Method method = singleAbstractMethod(shape);
    FollowingCall call =
        new FollowingCall(typeOf(method), each -> fitting(each, name, shape, method), replaced);
    return InterfaceBinding.of(shape, method, call.begin(present));
  }

  /// A callable in the shape of a functional interface.
  ///
  /// @param name the name for messages
  /// @throws IllegalArgumentException if `shape` is no functional interface that can be implemented
  /// @throws TypeError if the signature does not fit its method
  public static <T> T bind(TenonCallable callable, String name, Class<T> shape) {
    if (shape.isInstance(callable)) {
      return shape.cast(callable);
    }
    Method method = singleAbstractMethod(shape);
    return InterfaceBinding.of(shape, method, fitting(callable, name, shape, method));
  }

  private static MethodType typeOf(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  private static MethodHandle fitting(
      TenonCallable callable, String name, Class<?> shape, Method method) {
    MethodType wanted = typeOf(method);
    try {
      return handleFor(callable, wanted).asType(wanted);
    } catch (WrongMethodTypeException e) {
      TypeError error =
          new TypeError(
              "cannot bind %s to %s: its signature is %s, expected one that fits %s %s%s; %s"
                  .formatted(
                      Escapes.quoted(name),
                      shape.getSimpleName(),
                      signatureText(callable),
                      method.getReturnType().getSimpleName(),
                      method.getName(),
                      Arrays.stream(method.getParameterTypes())
                          .map(Class::getSimpleName)
                          .toList()
                          .toString()
                          .replace('[', '(')
                          .replace(']', ')'),
                      "choose an interface with these types or use call()"));
      error.addSuppressed(e);
      throw error;
    }
  }

  /// An object whose methods are handles.
  ///
  /// @param shape an interface
  /// @param methods its abstract methods
  /// @param targets a handle of the type of each
  static <T> T implement(Class<T> shape, List<Method> methods, List<MethodHandle> targets) {
    return InterfaceBinding.ofAll(shape, methods, targets);
  }

  private static Method singleAbstractMethod(Class<?> shape) {
    List<Method> abstracts = InterfaceValues.abstractMethods(shape);
    if (!shape.isInterface() || abstracts.size() != 1) {
      throw new IllegalArgumentException(
          "cannot bind to %s: found %s, expected an interface with one abstract method"
              .formatted(
                  shape.getName(),
                  shape.isInterface() ? abstracts.size() + " abstract methods" : "a class"));
    }
    return abstracts.getFirst();
  }

  /// Whether a method is one that every object has.
  static boolean isObjectMethod(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException _) {
      return false;
    }
  }
}
