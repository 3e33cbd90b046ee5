// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The static fields of the classes that a Java module came with, with fingerprints of what they
/// refer to. A fingerprint has the identity of each object, so that storing an equal object again
/// is a change. Only classes that are initialized are read.
public final class JavaFields {

  private static final int MOST_CLASSES = 20_000;
  private static final int MOST_OBJECTS = 20_000;
  private static final int DEEPEST = 30;
  private static final String CLASS = ".class";

  private final List<Class<?>> classes;

  private JavaFields(List<Class<?>> classes) {
    this.classes = classes;
  }

  /// The content of a field at one moment.
  ///
  /// @param fingerprint distinguishes it from all other contents
  /// @param isOfInterpreter whether it refers to an object of an interpreter
  /// @param isNumber whether it is a number, which cannot be distinguished from an equal one
  record Content(String fingerprint, boolean isOfInterpreter, boolean isNumber) {}

  /// Returns the fields of the classes in a jar or folder, as far as they are loaded.
  ///
  /// @param origin the jar or folder
  /// @param start an object from which one of the classes can be reached, such as the definition of
  ///   the module
  static JavaFields of(Path origin, Object start) throws IOException {
    ClassLoader loader = loaderOf(origin, start);
    List<Class<?>> classes = new ArrayList<>();
    if (loader != null) {
      for (String name : namesIn(origin)) {
        Class<?> found = loaded(loader, name);
        if (found != null && isInitialized(found)) {
          classes.add(found);
        }
      }
    }
    return new JavaFields(classes);
  }

  private static List<String> namesIn(Path origin) throws IOException {
    Stream<String> entries;
    if (Files.isDirectory(origin)) {
      try (Stream<Path> files = Files.walk(origin)) {
        entries = files.map(each -> origin.relativize(each).toString()).toList().stream();
      }
    } else {
      try (JarFile jar = new JarFile(origin.toFile())) {
        entries = jar.stream().map(each -> each.getName()).toList().stream();
      }
    }
    return entries
        .filter(each -> each.endsWith(CLASS) && !each.startsWith("META-INF/"))
        .limit(MOST_CLASSES)
        .map(each -> each.substring(0, each.length() - CLASS.length()).replace('/', '.'))
        .toList();
  }

  /// The loader of the first class from the origin that is found on the way from an object.
  private static @Nullable ClassLoader loaderOf(Path origin, Object start) {
    IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    Queue<Object> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty() && seen.size() < MOST_OBJECTS) {
      Object each = queue.remove();
      if (seen.put(each, true) != null) {
        continue;
      }
      if (isFrom(origin, each.getClass())) {
        return each.getClass().getClassLoader();
      }
      partsOf(each).stream().filter(part -> part != null).forEach(queue::add);
    }
    return null;
  }

  private static boolean isFrom(Path origin, Class<?> type) {
    try {
      var source = type.getProtectionDomain().getCodeSource();
      return source != null
          && source.getLocation() != null
          && Path.of(source.getLocation().toURI()).toRealPath().equals(origin.toRealPath());
    } catch (Exception _) {
      return false; // It is from somewhere else.
    }
  }

  /// What an object refers to, as far as it can be read.
  private static List<@Nullable Object> partsOf(Object object) {
    List<@Nullable Object> parts = new ArrayList<>();
    switch (object) {
      case Collection<?> items -> parts.addAll(items);
      case Map<?, ?> map -> {
        parts.addAll(map.keySet());
        parts.addAll(map.values());
      }
      case Object[] array -> parts.addAll(java.util.Arrays.asList(array));
      default -> {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
          addFields(type, object, parts);
        }
      }
    }
    return parts;
  }

  private static void addFields(Class<?> type, Object object, List<@Nullable Object> parts) {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          parts.add(field.get(object));
        } catch (ReflectiveOperationException | RuntimeException _) {
          return; // A class of the JDK that is closed.
        }
      }
    }
  }

  private static @Nullable Class<?> loaded(ClassLoader loader, String name) {
    try {
      Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
      find.setAccessible(true);
      return (Class<?>) find.invoke(loader, name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the helper process was not started with its options", e);
    }
  }

  /// Whether reading a static field would not initialize the class.
  private static boolean isInitialized(Class<?> type) {
    try {
      Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
      Object instance = unsafe.getMethod("getUnsafe").invoke(null);
      return !(boolean) unsafe.getMethod("shouldBeInitialized", Class.class).invoke(instance, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the helper process was not started with its options", e);
    }
  }

  /// Reads all fields, by class and name.
  Map<String, Content> read() {
    Map<String, Content> contents = new LinkedHashMap<>();
    for (Class<?> type : classes) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          contents.put(type.getName() + "." + field.getName(), contentOf(field));
        }
      }
    }
    return contents;
  }

  private static Content contentOf(Field field) {
    try {
      field.setAccessible(true);
      Fingerprint fingerprint = new Fingerprint();
      Object value = field.get(null);
      fingerprint.add(value, 0);
      boolean isNumber = value instanceof Number && !Modifier.isFinal(field.getModifiers());
      return new Content(fingerprint.text.toString(), fingerprint.isOfInterpreter, isNumber);
    } catch (ReflectiveOperationException e) {
      return new Content(e.toString(), false, false);
    }
  }

  private static final class Fingerprint {
    final StringBuilder text = new StringBuilder();
    final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    boolean isOfInterpreter;

    void add(@Nullable Object value, int depth) {
      switch (value) {
        case null -> text.append("null;");
        case Number number -> text.append(number).append(';');
        case Boolean flag -> text.append(flag).append(';');
        case Character letter -> text.append((int) letter).append(';');
        default -> addObject(value, depth);
      }
    }

    private void addObject(Object object, int depth) {
      text.append('@').append(System.identityHashCode(object)).append(';');
      if (depth == DEEPEST || seen.size() == MOST_OBJECTS || seen.put(object, true) != null) {
        return;
      }
      boolean isTenon = object.getClass().getName().startsWith("dev.tenon.");
      isOfInterpreter |= isTenon && object instanceof dev.tenon.value.Attributed;
      isOfInterpreter |= object instanceof dev.tenon.Interpreter;
      if (isTenon
          || object instanceof CharSequence
          || object instanceof Class<?>
          || object instanceof ClassLoader
          || object instanceof Thread) {
        text.append(object instanceof StringBuilder builder ? builder.toString() : "");
      } else if (object.getClass().isArray()
          && object.getClass().getComponentType().isPrimitive()) {
        for (int index = 0; index < Array.getLength(object); index++) {
          text.append(Array.get(object, index)).append(',');
        }
      } else {
        partsOf(object).forEach(part -> add(part, depth + 1));
      }
    }
  }
}
