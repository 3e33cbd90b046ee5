// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tenon.source.Caller;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the large scale to its figures.
final class StructureTest {

  private static final int MOST_TYPES = 25;
  private static final int LONGEST_CYCLE = 8;

  private static final Structure TENON =
      new Structure(
          new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.tenon"));

  private static final Structure BROKEN =
      new Structure(
          new ClassFileImporter()
              .withImportOption(location -> location.contains("/architecture/"))
              .importPackages("dev.tenon.architecture"));

  private static List<String> tooLarge(Structure structure, int most) {
    return structure.typesByPackage().entrySet().stream()
        .filter(each -> each.getValue().size() > most)
        .map(each -> "%s has %d types".formatted(each.getKey(), each.getValue().size()))
        .toList();
  }

  private static List<Set<String>> tooLong(Structure structure, int most) {
    return structure.cycles().stream()
        .filter(cycle -> packagesOf(cycle).size() > 1 || cycle.size() > most)
        .toList();
  }

  private static Set<String> packagesOf(Set<String> types) {
    return types.stream().map(Structure::packageOf).collect(Collectors.toSet());
  }

  @Test
  void packages_haveFewTypes() {
    assertThat(tooLarge(TENON, MOST_TYPES)).isEmpty();
    assertThat(tooLarge(BROKEN, 2)).isNotEmpty();
  }

  /// Warnings name the line of the user's code that caused them, whatever rooms there are.
  @Test
  void everyPackage_isKnownAsTenonsOwnWhenTheUsersCodeIsLookedFor() {
    assertThat(TENON.typesByPackage().keySet())
        .filteredOn(name -> !name.startsWith("dev.tenon.sample"))
        .isNotEmpty()
        .allMatch(name -> Caller.isOwn(name + ".Type"));
    assertThat(Caller.isOwn("dev.tenon.sample.counter.Counter")).isFalse();
    assertThat(Caller.isOwn("dev.tenonic.Type")).isFalse();
  }

  @Test
  void cyclesOfTypes_areShortAndWithinAPackage() {
    assertThat(tooLong(TENON, LONGEST_CYCLE)).isEmpty();
    assertThat(tooLong(BROKEN, 1)).isNotEmpty();
  }

  /// Types that need each other, so that the rule on cycles is seen failing.
  static final class One {
    final Class<?> other = StructureBroken.class;
  }

  private static Map<String, List<String>> exportedTypes() {
    Map<String, List<String>> all = new TreeMap<>();
    Path[] path =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> entry.contains("tenon") || entry.endsWith("classes"))
            .map(Path::of)
            .toArray(Path[]::new);
    ModuleFinder finder = ModuleFinder.of(path);
    finder.findAll().stream()
        .map(reference -> reference.descriptor())
        .filter(descriptor -> descriptor.name().startsWith("dev.tenon"))
        .forEach(descriptor -> all.put(descriptor.name(), exportedTypes(descriptor)));
    return all;
  }

  private static List<String> exportedTypes(ModuleDescriptor descriptor) {
    return descriptor.exports().stream()
        .filter(export -> !export.isQualified())
        .flatMap(export -> TENON.typesByPackage().getOrDefault(export.source(), Set.of()).stream())
        .filter(StructureTest::isPublic)
        .sorted()
        .toList();
  }

  private static boolean isPublic(String type) {
    try {
      return Modifier.isPublic(
          Class.forName(type, false, StructureTest.class.getClassLoader()).getModifiers());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /// What hosts and authors have to learn. One class for each kind of error counts as one.
  @Test
  void coreExports_areFew() {
    List<String> exported =
        exportedTypes().getOrDefault("dev.tenon", List.of()).stream()
            .filter(type -> !type.startsWith("dev.tenon.error.kind."))
            .toList();

    assertThat(exported).hasSizeBetween(20, 69);
  }

  @Test
  void hosts_cannotReachTheLivesOfModules() throws ClassNotFoundException {
    List<String> exported = exportedTypes().getOrDefault("dev.tenon", List.of());
    Set<String> machinery =
        Set.of(
            "detach",
            "attach",
            "keepAttached",
            "releaseLoad",
            "claimLoad",
            "wipe",
            "endSearch",
            "noteForced",
            "noteRefused",
            "part",
            "replace",
            "beginReplacement",
            "setPartial");
    List<String> reachable =
        exported.stream()
            .flatMap(type -> Arrays.stream(load(type).getMethods()))
            .filter(method -> method.getDeclaringClass().getName().startsWith("dev.tenon"))
            .filter(method -> machinery.contains(method.getName()))
            .map(Object::toString)
            .toList();

    assertThat(exported).contains("dev.tenon.Interpreter", "dev.tenon.module.ModuleObject");
    assertThat(reachable).isEmpty();
    assertThat(load("dev.tenon.Interpreter").getInterfaces()).containsExactly(AutoCloseable.class);
  }

  private static Class<?> load(String type) {
    try {
      return Class.forName(type, false, StructureTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
