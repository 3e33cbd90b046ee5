// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the classes of all modules, without their tests, to the [Rules].
final class ArchitectureTest {

  private static final Path ROOT = Path.of(System.getProperty("tenon.root", "../.."));
  private static final JavaClasses TENON =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tenon");

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.tenon.architecture.Rules#all")
  void tenon_rule_holds(ArchRule rule) {
    rule.check(TENON);
  }

  static Stream<Part> writtenParts() {
    return Arrays.stream(Part.values()).filter(part -> !sources(part).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("writtenParts")
  void writtenPart_classes_areLookedAt(Part part) {
    assertThat(TENON.that(part.classes())).isNotEmpty();
  }

  /// Eclipse CDT spreads packages over several jars, so that what uses it can be no Java module.
  static Stream<Part> javaModules() {
    return writtenParts().filter(part -> part != Part.CDEF_PARSER);
  }

  @ParameterizedTest
  @MethodSource("javaModules")
  void writtenPart_jar_isJavaModule(Part part) {
    assertThat(javaFiles(part)).anyMatch(file -> file.endsWith("module-info.java"));
  }

  @Test
  void packages_all_areNullMarked() {
    List<JavaPackage> packages = TENON.stream().map(JavaClass::getPackage).distinct().toList();

    assertThat(packages)
        .isNotEmpty()
        .allMatch(marked -> marked.isAnnotatedWith(NullMarked.class), "has @NullMarked");
  }

  private static List<Path> sources(Part part) {
    return javaFiles(part).stream()
        .filter(file -> !file.endsWith("module-info.java") && !file.endsWith("package-info.java"))
        .toList();
  }

  private static List<Path> javaFiles(Part part) {
    Path folder = ROOT.resolve(part.folder());
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(ArchitectureTest::isMainSource).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMainSource(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/main/java/");
  }
}
