// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.text.TypeNames;
import dev.tenon.value.AttributeName;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns values of one module into what the methods of a Java interface take and return: objects
/// with attributes into records and views, functional interfaces into callables. Any thread may use
/// it.
final class InterfaceValues {

  private static final MethodHandle TO_JAVA =
      find("toJava", MethodType.methodType(Object.class, Class.class, Object.class));
  private static final MethodHandle FROM_JAVA =
      find("fromJava", MethodType.methodType(Object.class, Object.class));

  private final Attributed module;

  InterfaceValues(Attributed module) {
    this.module = module;
  }

  private static MethodHandle find(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findVirtual(InterfaceValues.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// The methods that an implementation of an interface has to have, in an order of their own.
  static List<Method> abstractMethods(Class<?> shape) {
    return Arrays.stream(shape.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> !Callables.isObjectMethod(method))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
        .toList();
  }

  /// The attribute that a method stands for.
  static String nameOf(Method method) {
    AttributeName name = method.getAnnotation(AttributeName.class);
    return name == null ? method.getName() : name.value();
  }

  /// Whether a type is the user's own: a record, or an interface that stands for something.
  private static boolean isOwn(Class<?> type) {
    return type.isRecord()
        || (type.isInterface()
            && !type.getName().startsWith("java.")
            && !Attributed.class.isAssignableFrom(type)
            && !TenonCallable.class.isAssignableFrom(type));
  }

  /// A callable as a handle of the type of a method.
  ///
  /// @throws java.lang.invoke.WrongMethodTypeException if it does not fit
  MethodHandle adapted(TenonCallable callable, Method method, MethodType type) {
    MethodType plain = type;
    for (int index = 0; index < type.parameterCount(); index++) {
      if (isOwn(type.parameterType(index))) {
        plain = plain.changeParameterType(index, Object.class);
      }
    }
    boolean converts = isOwn(type.returnType());
    plain = converts ? plain.changeReturnType(Object.class) : plain;
    MethodHandle handle = Callables.handleFor(callable, plain).asType(plain);
    for (int index = 0; index < type.parameterCount(); index++) {
      if (isOwn(type.parameterType(index))) {
        MethodHandle filter =
            FROM_JAVA
                .bindTo(this)
                .asType(MethodType.methodType(Object.class, type.parameterType(index)));
        handle = MethodHandles.filterArguments(handle, index, filter);
      }
    }
    return converts ? answering(handle, method, type) : handle;
  }

  /// A handle that returns any value, with the result of a method.
  MethodHandle answering(MethodHandle handle, Method method, MethodType type) {
    MethodHandle filter =
        MethodHandles.insertArguments(TO_JAVA.bindTo(this), 0, method.getReturnType());
    return MethodHandles.filterReturnValue(handle, filter).asType(type);
  }

  /// A value of the module as a type of Java.
  @Nullable Object toJava(Class<?> wanted, @Nullable Object value) {
    if (value == null || wanted.isInstance(value)) {
      if (value == null && wanted.isPrimitive() && wanted != void.class) {
        throw new TypeError("None cannot be taken as %s".formatted(wanted.getSimpleName()));
      }
      return value;
    }
    if (value instanceof Attributed object && wanted.isRecord()) {
      return recordOf(wanted, object);
    }
    if (value instanceof Attributed object && wanted.isInterface() && isOwn(wanted)) {
      return Proxy.newProxyInstance(
          wanted.getClassLoader(), new Class<?>[] {wanted}, new View(object));
    }
    return number(wanted, value);
  }

  private static Object number(Class<?> wanted, Object value) {
    Class<?> type = MethodType.methodType(wanted).wrap().returnType();
    if (type.isInstance(value)) {
      return value;
    }
    if (value instanceof Long whole) {
      if (type == Double.class || type == Float.class) {
        return type == Double.class ? (Object) (double) whole : (Object) (float) whole;
      }
      boolean fits =
          (type == Integer.class && whole == whole.intValue())
              || (type == Short.class && whole == whole.shortValue())
              || (type == Byte.class && whole == whole.byteValue());
      if (fits) {
        return type == Integer.class
            ? (Object) whole.intValue()
            : type == Short.class ? (Object) whole.shortValue() : (Object) whole.byteValue();
      }
      if (Number.class.isAssignableFrom(type)) {
        throw new OverflowError("%d does not fit in %s".formatted(whole, wanted.getSimpleName()));
      }
    }
    if (value instanceof Double real && type == Float.class) {
      return real.floatValue();
    }
    throw new TypeError(
        "%s cannot be taken as %s; choose another type in the interface"
            .formatted(Escapes.quoted(TypeNames.of(value)), wanted.getSimpleName()));
  }

  private Object recordOf(Class<?> wanted, Attributed object) {
    RecordComponent[] components = wanted.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    @Nullable Object[] parts = new Object[components.length];
    for (int index = 0; index < components.length; index++) {
      parts[index] = toJava(types[index], object.get(nameOf(components[index])));
    }
    try {
      var constructor = wanted.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new TypeError(
          "cannot make a %s: %s"
              .formatted(wanted.getName(), e.getCause() == null ? e : e.getCause()),
          e);
    }
  }

  private static String nameOf(RecordComponent component) {
    AttributeName name = component.getAnnotation(AttributeName.class);
    return name == null ? component.getName() : name.value();
  }

  /// A value of Java as the module takes it.
  @Nullable Object fromJava(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Record all -> structOf(all);
      case TenonCallable callable -> callable;
      default -> {
        if (Proxy.isProxyClass(value.getClass())
            && Proxy.getInvocationHandler(value) instanceof View view) {
          yield view.object();
        }
        Method method = functional(value);
        yield method == null ? value : callableOf(value, method);
      }
    };
  }

  /// A struct of the type that has the name of the record.
  private @Nullable Object structOf(Record all) {
    AttributeName given = all.getClass().getAnnotation(AttributeName.class);
    String name = given == null ? all.getClass().getSimpleName() : given.value();
    RecordComponent[] components = all.getClass().getRecordComponents();
    @Nullable Object[] parts = new Object[components.length];
    for (int index = 0; index < components.length; index++) {
      parts[index] = fromJava(invoke(components[index].getAccessor(), all));
    }
    return module.call(name, parts);
  }

  private static @Nullable Object invoke(Method method, Object on, @Nullable Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(on, arguments);
    } catch (IllegalAccessException e) {
      throw new TypeError("cannot call %s: %s".formatted(method, e.getMessage()), e);
    } catch (java.lang.reflect.InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default ->
            throw new dev.tenon.error.kind.RuntimeError(String.valueOf(e.getCause()), e.getCause());
      }
    }
  }

  /// The one method of a functional interface of the user; null if the value has none.
  private static @Nullable Method functional(Object value) {
    for (Class<?> each : value.getClass().getInterfaces()) {
      List<Method> methods = isOwn(each) ? abstractMethods(each) : List.of();
      if (methods.size() == 1) {
        return methods.getFirst();
      }
    }
    return null;
  }

  private TenonCallable callableOf(Object value, Method method) {
    Class<?>[] types = method.getParameterTypes();
    return arguments -> {
      if (arguments.length != types.length) {
        throw new TypeError(
            "%s takes %d arguments, but was called with %d"
                .formatted(
                    method.getDeclaringClass().getSimpleName(), types.length, arguments.length));
      }
      @Nullable Object[] given = new Object[types.length];
      for (int index = 0; index < types.length; index++) {
        given[index] = toJava(types[index], arguments[index]);
      }
      return fromJava(invoke(method, value, given));
    };
  }

  /// A struct seen through an interface: a method without parameters reads a member, one with a
  /// parameter writes it.
  private final class View implements InvocationHandler {
    private final Attributed object;

    View(Attributed object) {
      this.object = object;
    }

    Attributed object() {
      return object;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "equals" -> proxy == given[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> String.valueOf(object);
        };
      }
      if (given.length == 0) {
        return toJava(method.getReturnType(), object.get(nameOf(method)));
      }
      if (given.length == 1 && method.getReturnType() == void.class) {
        object.set(nameOf(method), fromJava(given[0]));
        return null;
      }
      return toJava(method.getReturnType(), object.call(nameOf(method), given));
    }
  }
}
