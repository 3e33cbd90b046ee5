// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Gives a whole module the shape of an interface: each abstract method is a function of the
/// module, or reads or writes an attribute. All methods are checked, and all faults are reported at
/// once.
public final class ModuleInterface {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle GET =
      find("get", MethodType.methodType(Object.class, Attributed.class, String.class));
  private static final MethodHandle SET =
      find("set", MethodType.methodType(void.class, Attributed.class, String.class, Object.class));

  private final Attributed module;
  private final String moduleName;
  private final Class<?> shape;
  private final InterfaceValues values;
  private final BiFunction<String, TenonCallable, ReplacedCall> replaced;
  private final List<String> faults = new ArrayList<>();

  private ModuleInterface(
      Attributed module,
      String moduleName,
      Class<?> shape,
      BiFunction<String, TenonCallable, ReplacedCall> replaced) {
    this.module = module;
    this.moduleName = moduleName;
    this.replaced = replaced;
    this.shape = shape;
    this.values = new InterfaceValues(module);
  }

  private static MethodHandle find(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(ModuleInterface.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // called through GET
  private static @Nullable Object get(Attributed module, String name) {
    return module.get(name);
  }

  @SuppressWarnings("UnusedMethod") // called through SET
  private static void set(Attributed module, String name, @Nullable Object value) {
    module.set(name, value);
  }

  /// A module in the shape of an interface.
  ///
  /// @param replaced a call of the function of that name that was refused because another version
  ///   of the module has taken its place
  /// @throws IllegalArgumentException if it is no interface that can be implemented
  /// @throws TypeError if a method does not fit the module; the message has all that do not
  public static <T> T of(
      Attributed module,
      String moduleName,
      Class<T> shape,
      BiFunction<String, TenonCallable, ReplacedCall> replaced) {
    if (!shape.isInterface() || shape.isSealed() || shape.isHidden()) {
      throw new IllegalArgumentException(
          "cannot give module %s the shape of %s: expected an interface that is neither sealed nor hidden"
              .formatted(Escapes.quoted(moduleName), shape.getName()));
    }
    return new ModuleInterface(module, moduleName, shape, replaced).make(shape);
  }

  private <T> T make(Class<T> wanted) {
    List<Method> methods = InterfaceValues.abstractMethods(shape);
    List<MethodHandle> handles = new ArrayList<>();
    for (Method method : methods) {
      MethodHandle handle = handle(method);
      if (handle != null) {
        handles.add(handle);
      }
    }
    if (!faults.isEmpty()) {
      throw new TypeError(
          "module %s does not fit %s:%n  %s"
              .formatted(Escapes.quoted(moduleName), shape.getName(), String.join("\n  ", faults)));
    }
    return Callables.implement(wanted, methods, handles);
  }

  private @Nullable MethodHandle handle(Method method) {
    String name = InterfaceValues.nameOf(method);
    Object attribute;
    try {
      attribute = module.get(name);
    } catch (AttributeError e) {
      faults.add("%s: %s".formatted(shown(method), e.getMessage()));
      return null;
    }
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    if (!Callables.isCallable(attribute)) {
      return ofValue(method, name, type);
    }
    try {
      return following(name, method, type).begin(Callables.of(attribute));
    } catch (WrongMethodTypeException e) {
      faults.add(
          "%s: its signature is %s%s"
              .formatted(
                  shown(method),
                  Callables.signatureText(Callables.of(attribute)),
                  e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage())));
      return null;
    } catch (NotImplementedError e) {
      faults.add("%s: %s".formatted(shown(method), e.getMessage()));
      return null;
    }
  }

  /// The method goes on with the function of a later version of the module.
  private FollowingCall following(String name, Method method, MethodType type) {
    return new FollowingCall(
        type,
        callable -> values.adapted(callable, method, type),
        refused -> replaced.apply(name, refused));
  }

  private @Nullable MethodHandle ofValue(Method method, String name, MethodType type) {
    if (type.parameterCount() == 0 && type.returnType() != void.class) {
      return values.answering(MethodHandles.insertArguments(GET, 0, module, name), method, type);
    }
    if (type.parameterCount() == 1 && type.returnType() == void.class) {
      return MethodHandles.insertArguments(SET, 0, module, name).asType(type);
    }
    faults.add(
        "%s: %s is not callable; expected a method without parameters that returns its value"
            .formatted(shown(method), Escapes.quoted(name)));
    return null;
  }

  private static String shown(Method method) {
    return "%s %s(%s)"
        .formatted(
            method.getReturnType().getSimpleName(),
            method.getName(),
            Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ")));
  }
}
