// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportStatements;
import dev.tenon.imports.ImportSystem;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.registry.SysModules;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes an object of any type of the API, for tests that call all of it.
final class ApiSamples implements AutoCloseable {

  private static final int DEEPEST = 6;

  private final Interpreter interpreter = Interpreter.builder().build();
  private final Map<Class<?>, Supplier<Object>> known =
      Map.ofEntries(
          Map.entry(Interpreter.class, () -> interpreter),
          Map.entry(InterpreterConfig.class, () -> InterpreterConfig.builder().build()),
          Map.entry(InterpreterConfig.Builder.class, InterpreterConfig::builder),
          Map.entry(InterpreterConfig.Settings.class, InterpreterConfig::builder),
          Map.entry(Interpreter.Builder.class, Interpreter::builder),
          Map.entry(
              FunctionBody.class, () -> (FunctionBody.Dynamic) (module, arguments) -> "result"),
          Map.entry(ModuleDef.class, () -> ModuleDef.of("m").build()),
          Map.entry(ModuleDef.Builder.class, () -> ModuleDef.of("m")),
          Map.entry(ModuleKind.Builder.class, () -> ModuleKind.of("k")),
          Map.entry(ModuleSpec.class, () -> ModuleSpec.of("m", null).build()),
          Map.entry(ModuleSpec.Builder.class, () -> ModuleSpec.of("m", null)),
          Map.entry(ModuleObject.class, interpreter::main),
          Map.entry(SysModules.class, interpreter::modules),
          Map.entry(ImportSystem.class, interpreter::imports),
          Map.entry(ImportStatements.class, () -> interpreter.imports().statementsOf(Map.of())),
          Map.entry(dev.tenon.error.TenonError.class, () -> new ValueError("sample")),
          Map.entry(Throwable.class, () -> new ValueError("sample")),
          Map.entry(String.class, () -> "name"),
          Map.entry(Object.class, () -> "object"),
          Map.entry(Path.class, () -> Path.of("x")),
          Map.entry(Class.class, () -> Runnable.class),
          Map.entry(List.class, List::of),
          Map.entry(Collection.class, List::of),
          Map.entry(Iterable.class, List::of),
          Map.entry(Map.class, Map::of),
          Map.entry(Duration.class, () -> Duration.ofMillis(1)),
          Map.entry(OutputStream.class, OutputStream::nullOutputStream),
          Map.entry(InputStream.class, InputStream::nullInputStream),
          Map.entry(MethodHandles.Lookup.class, MethodHandles::lookup));

  private int depth;

  /// An object of a type.
  ///
  /// @throws AssertionError if none can be made: then the table above lacks the type
  Object of(Class<?> type) {
    Supplier<Object> maker = known.get(type);
    if (maker != null) {
      return maker.get();
    }
    if (type.isPrimitive()) {
      return zero(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return Stream.<Supplier<@Nullable Object>>of(
            () -> made(type, factories(type)),
            () -> constant(type),
            () -> type.isInterface() && !type.isSealed() ? proxy(type) : null,
            () -> type.isSealed() ? permitted(type) : null,
            () -> made(type, Arrays.stream(type.getConstructors())))
        .map(Supplier::get)
        .filter(found -> found != null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample of " + type));
  }

  private static Object zero(Class<?> type) {
    return Array.get(Array.newInstance(type, 1), 0);
  }

  private static Stream<Method> factories(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type);
  }

  private @Nullable Object made(Class<?> type, Stream<? extends Executable> makers) {
    return depth > DEEPEST
        ? null
        : makers
            .sorted(Comparator.comparingInt(Executable::getParameterCount))
            .map(this::make)
            .filter(type::isInstance)
            .findFirst()
            .orElse(null);
  }

  private @Nullable Object make(Executable maker) {
    depth++;
    try {
      Object[] arguments =
          Arrays.stream(maker.getParameterTypes()).map(this::of).toArray(Object[]::new);
      return maker instanceof Method method
          ? method.invoke(null, arguments)
          : ((Constructor<?>) maker).newInstance(arguments);
    } catch (AssertionError | InvocationTargetException _) {
      return null; // another one may do
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot call " + maker, e);
    } finally {
      depth--;
    }
  }

  private static @Nullable Object constant(Class<?> type) {
    try {
      for (Field field : type.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
          return field.get(null);
        }
      }
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Object permitted(Class<?> type) {
    return Arrays.stream(type.getPermittedSubclasses())
        .map(each -> made(each, Arrays.stream(each.getConstructors())))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private static Object proxy(Class<?> type) {
    InvocationHandler answers =
        (self, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(self, method, arguments);
          }
          Class<?> result = method.getReturnType();
          return result == String.class
              ? "sample"
              : result.isPrimitive() && result != void.class ? zero(result) : null;
        };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers);
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
