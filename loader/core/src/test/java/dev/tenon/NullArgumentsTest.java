// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.invoke.MethodType;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every parameter of every public method of the API that may not be null is tried with null. The
/// answer is an exception that names the parameter, before anything else has happened. Constructors
/// of exceptions take what they are given, as the JDK's do, and default methods of interfaces
/// belong to those who implement them.
final class NullArgumentsTest {

  /// What has words of CPython for such a call.
  private static final List<String> PYTHONS_OWN = List.of("Interpreter.reload(module)");

  private static final int PATIENCE_SECONDS = 60;

  static List<Class<?>> exportedTypes() throws IOException, URISyntaxException {
    Path root = Path.of(location(Interpreter.class));
    ModuleDescriptor module;
    try (InputStream stream = Files.newInputStream(root.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(stream);
    }
    List<Class<?>> types = new ArrayList<>();
    for (ModuleDescriptor.Exports exported : module.exports()) {
      if (!exported.isQualified()) {
        types.addAll(typesIn(root, exported.source()));
      }
    }
    return types.stream().filter(type -> !executables(type).isEmpty()).toList();
  }

  private static URI location(Class<?> type) throws URISyntaxException {
    return type.getProtectionDomain().getCodeSource().getLocation().toURI();
  }

  private static List<? extends Class<?>> typesIn(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
          .sorted()
          .map(file -> classOf(name + "." + file.substring(0, file.length() - 6)))
          .filter(NullArgumentsTest::isPublic)
          .toList();
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getEnclosingClass)
        .allMatch(each -> Modifier.isPublic(each.getModifiers()));
  }

  private static List<Executable> executables(Class<?> type) {
    boolean isMade =
        !Modifier.isAbstract(type.getModifiers())
            && !type.isEnum()
            && !Throwable.class.isAssignableFrom(type);
    Stream<Executable> constructors =
        isMade ? Arrays.stream(type.getDeclaredConstructors()) : Stream.of();
    Stream<Executable> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> !method.isSynthetic() && !Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !type.isInterface() || Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.getName().equals("equals"))
            .filter(method -> !type.isEnum() || !method.getName().equals("valueOf"))
            .map(method -> method);
    return Stream.concat(constructors, methods)
        .filter(each -> Modifier.isPublic(each.getModifiers()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("exportedTypes")
  void null_isRefusedByName(Class<?> type) {
    ClassModel model = modelOf(type);
    List<String> wrong = new ArrayList<>();
    for (Executable each : executables(type)) {
      List<String> names = names(model, each);
      String text =
          "%s.%s(%s)"
              .formatted(
                  type.getSimpleName(),
                  each instanceof Method ? each.getName() : "new",
                  String.join(", ", names));
      for (int index = 0; index < names.size(); index++) {
        if (!PYTHONS_OWN.contains(text) && !mayBeNull(each, index)) {
          String found = tryNull(each, index, names.get(index));
          wrong.addAll(found == null ? List.of() : List.of(text + ": " + found));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean mayBeNull(Executable executable, int index) {
    Class<?> owner = executable.getDeclaringClass();
    boolean ofRecord =
        executable instanceof Constructor && owner.isRecord() && isCanonical(executable);
    AnnotatedType type =
        ofRecord
            ? owner.getRecordComponents()[index].getAnnotatedType()
            : executable.getAnnotatedParameterTypes()[index];
    return executable.getParameterTypes()[index].isPrimitive() || isNullable(type);
  }

  private static boolean isCanonical(Executable constructor) {
    return Arrays.equals(
        constructor.getParameterTypes(),
        Arrays.stream(constructor.getDeclaringClass().getRecordComponents())
            .map(component -> component.getType())
            .toArray(Class[]::new));
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class)
        || (type instanceof AnnotatedTypeVariable
            && type.getType() instanceof TypeVariable<?> variable
            && Arrays.stream(variable.getAnnotatedBounds())
                .anyMatch(NullArgumentsTest::isNullable));
  }

  /// What is wrong with the answer to null; null if nothing is.
  private static @Nullable String tryNull(Executable executable, int index, String name) {
    try (ApiSamples samples = new ApiSamples()) {
      Object target =
          executable instanceof Method && !Modifier.isStatic(executable.getModifiers())
              ? samples.of(executable.getDeclaringClass())
              : null;
      @Nullable Object[] arguments = new @Nullable Object[executable.getParameterCount()];
      for (int each = 0; each < arguments.length; each++) {
        arguments[each] = each == index ? null : samples.of(executable.getParameterTypes()[each]);
      }
      Throwable thrown = thrownBy(executable, target, arguments);
      if (thrown == null) {
        return "takes null for " + name;
      }
      boolean isRefusal =
          thrown instanceof NullPointerException || thrown instanceof IllegalArgumentException;
      return isRefusal && names(thrown, name) ? null : "for %s raises %s".formatted(name, thrown);
    }
  }

  private static boolean names(Throwable thrown, String name) {
    return Pattern.compile("\\b" + name + "\\b")
        .matcher(String.valueOf(thrown.getMessage()))
        .find();
  }

  private static @Nullable Throwable thrownBy(
      Executable executable, @Nullable Object target, @Nullable Object[] arguments) {
    FutureTask<Object> call =
        new FutureTask<>(() ->
            executable instanceof Method method
                ? method.invoke(target, arguments)
                : ((Constructor<?>) executable).newInstance(arguments));
    Thread.ofPlatform().daemon().start(call);
    try {
      Object _ = call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof InvocationTargetException ? e.getCause().getCause() : e;
    } catch (TimeoutException | InterruptedException e) {
      return e;
    }
  }

  private static ClassModel modelOf(Class<?> type) {
    String file = "/%s.class".formatted(type.getName().replace('.', '/'));
    try (InputStream bytes = type.getResourceAsStream(file)) {
      return ClassFile.of().parse(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of parameters, as the compiler wrote them for debuggers.
  private static List<String> names(ClassModel model, Executable executable) {
    String name = executable instanceof Method ? executable.getName() : "<init>";
    MethodType type =
        MethodType.methodType(
            executable instanceof Method method ? method.getReturnType() : void.class,
            executable.getParameterTypes());
    List<LocalVariableInfo> variables =
        model.methods().stream()
            .filter(each -> each.methodName().equalsString(name))
            .filter(each -> each.methodType().equalsString(type.descriptorString()))
            .flatMap(each -> each.findAttribute(Attributes.code()).stream())
            .flatMap(each -> each.findAttribute(Attributes.localVariableTable()).stream())
            .flatMap(each -> each.localVariables().stream())
            .filter(each -> each.startPc() == 0)
            .toList();
    int first = Modifier.isStatic(executable.getModifiers()) ? 0 : 1;
    return IntStream.range(0, type.parameterCount())
        .mapToObj(index -> {
          int slot =
              first
                  + type.parameterList().subList(0, index).stream()
                      .mapToInt(each -> TypeKind.from(each).slotSize())
                      .sum();
          return variables.stream()
              .filter(each -> each.slot() == slot)
              .map(each -> each.name().stringValue())
              .collect(Collectors.joining());
        })
        .toList();
  }
}
