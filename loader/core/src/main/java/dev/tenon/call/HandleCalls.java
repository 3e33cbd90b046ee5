// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls handles for the methods of an interface that only the JDK's proxies can implement. Any
/// thread may use it.
final class HandleCalls implements InvocationHandler {

  private final Class<?> shape;
  private final Map<Method, MethodHandle> targets = new HashMap<>();

  HandleCalls(Class<?> shape, List<Method> methods, List<MethodHandle> handles) {
    this.shape = shape;
    for (int index = 0; index < methods.size(); index++) {
      Method method = methods.get(index);
      targets.put(
          method,
          handles
              .get(index)
              .asType(MethodType.genericMethodType(method.getParameterCount()))
              .asSpreader(Object[].class, method.getParameterCount()));
    }
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
    MethodHandle target = targets.get(method);
    if (target != null) {
      return (Object) target.invokeExact(given);
    }
    if (method.isDefault()) {
      return MethodHandles.privateLookupIn(shape, MethodHandles.lookup())
          .unreflectSpecial(method, shape)
          .bindTo(proxy)
          .invokeWithArguments(given);
    }
    return ofObject(proxy, method, given, shape.getSimpleName());
  }

  private static @Nullable Object ofObject(
      Object proxy, Method method, @Nullable Object[] arguments, String name) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "<%s>".formatted(name);
    };
  }
}
