// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ImportException;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Namespace packages: area NS.
class NamespacePackageTest {

  @TempDir private Path folder;
  private World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// Writes a module file that says which portion it is from, and gives the portion.
  private Path portion(String portion, String... files) throws IOException {
    Path entry = folder.resolve(portion);
    for (String file : files) {
      Path target = entry.resolve(file + AttributeFiles.SUFFIX);
      Files.createDirectories(target.getParent());
      Files.writeString(target, "from=" + portion + "\n");
    }
    return entry;
  }

  private void path(Path... entries) {
    world.imports().path().clear();
    for (Path entry : entries) {
      world.imports().path().add(entry.toString());
    }
  }

  private Object origin(String name) {
    return world.loadModule(name).get("from");
  }

  @Test
  @Case("NS-01")
  void namespacePackage_onePortion_givesItsModulesOnly() throws Exception {
    path(portion("portion1", "foo/one"));

    assertThat(origin("foo.one")).isEqualTo("portion1");
    assertThatExceptionOfType(ImportException.class).isThrownBy(() -> world.load("foo.two"));
  }

  @Test
  @Case("NS-02")
  void namespacePackage_attributes_areThoseOfAPackageWithoutFile() throws Exception {
    path(portion("portion1", "foo/one"));

    ModuleObject foo = world.loadModule("foo");

    ModuleSpec spec = (ModuleSpec) foo.get("__spec__");
    assertThat(foo.get("__file__")).isNull();
    assertThat(spec.origin()).isNull();
    assertThat(foo.get("__loader__")).isNotNull().isSameAs(spec.loader());
    assertThat(foo)
        .hasToString(
            "<module 'foo' (namespace) from [%s]>".formatted(folder.resolve("portion1/foo")));
  }

  @Test
  @Case("NS-03")
  void namespacePackage_pathChanges_isFollowed() throws Exception {
    Path portion1 = portion("portion1", "foo/one");
    Path portion2 = portion("portion2", "foo/two");
    path(portion1);
    ModuleObject foo = world.loadModule("foo");

    world.imports().path().add(portion2.toString());

    assertThat(origin("foo.two")).isEqualTo("portion2");
    assertThat(foo.get("__path__"))
        .isEqualTo(List.of(portion1.resolve("foo").toString(), portion2.resolve("foo").toString()));

    world.interpreter().modules().remove("foo.two");
    path(portion1);
    assertThatExceptionOfType(ImportException.class).isThrownBy(() -> world.load("foo.two"));
  }

  @Test
  void namespacePackage_nested_followsItsParent() throws Exception {
    Path portion1 = portion("portion1", "foo/bar/one");
    Path portion2 = portion("portion2", "foo/bar/two");
    path(portion1);
    world.load("foo.bar.one");

    world.imports().path().add(portion2.toString());

    assertThat(origin("foo.bar.two")).isEqualTo("portion2");
  }

  @Test
  void namespacePackage_newPortionInSamePath_isSeenAfterInvalidation() throws Exception {
    Path portion1 = portion("portion1", "foo/one");
    Path portion2 = Files.createDirectory(folder.resolve("portion2"));
    path(portion1, portion2);
    world.load("foo.one");

    portion("portion2", "foo/two");
    world.imports().invalidateCaches();

    assertThat(origin("foo.two")).isEqualTo("portion2");
  }

  @Test
  @SuppressWarnings("unchecked")
  void namespacePackage_pathByHand_canBeExtended() throws Exception {
    path(portion("portion1", "foo/one"));
    Path elsewhere = portion("elsewhere", "two");
    List<String> locations = (List<String>) world.loadModule("foo").get("__path__");

    locations.add(elsewhere.toString());

    assertThat(origin("foo.two")).isEqualTo("elsewhere");
  }

  @Test
  @Case("NS-04")
  void namespacePackage_regularPackageFirst_winsAlone() throws Exception {
    path(portion("regular", "foo/__init__", "foo/one"), portion("portion2", "foo/two"));

    assertThat(origin("foo.one")).isEqualTo("regular");
    assertThatExceptionOfType(ImportException.class).isThrownBy(() -> world.load("foo.two"));
  }

  @Test
  @Case("NS-05")
  void namespacePackage_overlappingPortions_firstInPathWins() throws Exception {
    Path portion1 = portion("portion1", "foo/one");
    Path both = portion("both_portions", "foo/one", "foo/two");
    path(portion1, both);
    assertThat(origin("foo.one")).isEqualTo("portion1");
    assertThat(origin("foo.two")).isEqualTo("both_portions");

    world.close();
    world = new World();
    path(both, portion1);
    assertThat(origin("foo.two")).isEqualTo("both_portions");
    assertThat(origin("foo.one")).isEqualTo("both_portions");
  }

  @Test
  @Case("NS-06")
  void folder_holdsModuleAndFolderOfOneName_theModuleIsFound() throws Exception {
    Path entry = portion("portion1", "a_test");
    Files.createDirectory(entry.resolve("a_test"));
    path(entry);

    assertThat(origin("a_test")).isEqualTo("portion1");
    assertThat(world.loadModule("a_test").has("__path__")).isFalse();
  }
}
