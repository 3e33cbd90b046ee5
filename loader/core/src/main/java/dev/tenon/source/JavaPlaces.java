// SPDX-License-Identifier: Apache-2.0
package dev.tenon.source;

import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Finds the lines that functions in Java were compiled from, out of the debug information of their
/// class files. The JVM does not report which method a lambda or method reference calls; it is
/// found where the class that describes the module gives the function its name.
public final class JavaPlaces {

  private static final String LAMBDA = "$$Lambda";
  private static final String BUILDER = "dev/tenon/module/ModuleDef$Builder";

  private JavaPlaces() {}

  /// The place of a body in Java.
  ///
  /// @param function its name in the module
  public static Optional<SourcePlace> of(Object body, String function) {
    Class<?> type = body.getClass();
    String name = type.getName();
    int lambda = name.indexOf(LAMBDA);
    if (lambda < 0) {
      return read(type, name).flatMap(model -> ofMethod(type, model, "call", null));
    }
    return read(type, name.substring(0, lambda)).flatMap(model -> ofLambda(type, model, function));
  }

  /// The place of a method.
  ///
  /// @param descriptor its types; null for any
  public static Optional<SourcePlace> ofMethod(
      Class<?> type, String method, @Nullable String descriptor) {
    return read(type, type.getName()).flatMap(model -> ofMethod(type, model, method, descriptor));
  }

  /// The class file of a class that the loader of another one finds.
  private static Optional<ClassModel> read(Class<?> near, String name) {
    String file = name.replace('.', '/') + ".class";
    ClassLoader loader = near.getClassLoader();
    try (InputStream bytes =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      return bytes == null
          ? Optional.empty()
          : Optional.of(ClassFile.of().parse(bytes.readAllBytes()));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty(); // the place is not known
    }
  }

  private static Optional<SourcePlace> ofMethod(
      Class<?> near, ClassModel model, String name, @Nullable String descriptor) {
    for (MethodModel method : model.methods()) {
      boolean isIt =
          method.methodName().equalsString(name)
              && (descriptor == null || method.methodType().equalsString(descriptor));
      Optional<CodeModel> code = isIt ? method.code() : Optional.empty();
      if (code.isPresent()) {
        for (CodeElement element : code.get()) {
          if (element instanceof LineNumber line) {
            return place(near, model, line.line());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<SourcePlace> ofLambda(Class<?> near, ClassModel model, String function) {
    for (MethodModel method : model.methods()) {
      Optional<CodeModel> code = method.code();
      Optional<SourcePlace> found =
          code.isPresent() ? inCode(near, model, code.get(), function) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// Where code names the function and then gives the builder a body for it.
  private static Optional<SourcePlace> inCode(
      Class<?> near, ClassModel model, CodeModel code, String function) {
    int line = 0;
    int namedAt = -1;
    DirectMethodHandleDesc target = null;
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case ConstantInstruction constant -> {
          if (function.equals(constant.constantValue())) {
            namedAt = line;
            target = null;
          }
        }
        case InvokeDynamicInstruction lambda -> target = namedAt < 0 ? null : targetOf(lambda);
        case InvokeInstruction call -> {
          if (namedAt >= 0 && call.owner().asInternalName().equals(BUILDER)) {
            return placeOf(near, model, target).or(orElse(near, model, namedAt));
          }
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static Supplier<Optional<SourcePlace>> orElse(Class<?> near, ClassModel model, int line) {
    return () -> place(near, model, line);
  }

  private static @Nullable DirectMethodHandleDesc targetOf(InvokeDynamicInstruction lambda) {
    return lambda.bootstrapArgs().stream()
        .filter(DirectMethodHandleDesc.class::isInstance)
        .map(DirectMethodHandleDesc.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static Optional<SourcePlace> placeOf(
      Class<?> near, ClassModel model, @Nullable DirectMethodHandleDesc target) {
    if (target == null) {
      return Optional.empty();
    }
    String owner = nameOf(target.owner());
    Optional<ClassModel> implementing =
        model.thisClass().asInternalName().equals(owner)
            ? Optional.of(model)
            : read(near, owner.replace('/', '.'));
    return implementing.flatMap(
        found -> ofMethod(near, found, target.methodName(), target.lookupDescriptor()));
  }

  private static String nameOf(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  private static Optional<SourcePlace> place(Class<?> near, ClassModel model, int line) {
    String name = model.thisClass().asInternalName();
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    return model
        .findAttribute(Attributes.sourceFile())
        .map(attribute -> folder + attribute.sourceFile().stringValue())
        .map(file -> new SourcePlace(sourceOf(near, file), line));
  }

  /// Where a source file is, if it is found beside the classes: in the folders of Maven and Gradle
  /// projects, or in a jar whose name ends with `-sources`.
  ///
  /// @param file its path from the root of its package; the result where it is not found
  private static String sourceOf(Class<?> near, String file) {
    CodeSource source = near.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return file;
    }
    try {
      Path classes = Path.of(source.getLocation().toURI());
      return candidates(classes)
          .map(folder -> folder.resolve(file).normalize())
          .filter(Files::isRegularFile)
          .findFirst()
          .map(Path::toString)
          .or(() -> inJar(classes, file))
          .orElse(file);
    } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException _) {
      return file; // classes from a place that has no path
    }
  }

  private static Stream<Path> candidates(Path classes) {
    return Stream.of(
            "../../src/main/java",
            "../../src/test/java",
            "../src/main/java",
            "../../../../src/main/java",
            "../../../../src/test/java",
            "")
        .map(classes::resolve)
        .map(Path::normalize);
  }

  private static Optional<String> inJar(Path classes, String file) {
    String name = String.valueOf(classes.getFileName());
    if (!name.endsWith(".jar")) {
      return Optional.empty();
    }
    Path jar = classes.resolveSibling(name.substring(0, name.length() - 4) + "-sources.jar");
    return Stream.of(jar, classes)
        .filter(each -> Files.isRegularFile(each) && hasEntry(each, file))
        .findFirst()
        .map(each -> each + "!/" + file);
  }

  private static boolean hasEntry(Path jar, String file) {
    try (ZipFile sources = new ZipFile(jar.toFile())) {
      return sources.getEntry(file) != null;
    } catch (IOException _) {
      return false; // not a jar
    }
  }
}
