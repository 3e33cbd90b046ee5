// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries that hold modules which their names do not tell.
class NativeBundleTest {

  @TempDir private Path folder;
  private NativeWorld world;

  @BeforeEach
  void openWorld() {
    world = new NativeWorld(folder);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private void put(String fixture, String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.copy(NativeWorld.FIXTURES.resolve(fixture + ".so"), folder.resolve(name));
    world.interpreter().imports().invalidateCaches();
  }

  @Test
  void listedModules_imported_comeFromOneLibrary() throws IOException {
    put("bundle", "anything.so");

    assertThat(world.load("bundled_first").get("number")).isEqualTo(1L);
    assertThat(world.load("bundled_second").get("number")).isEqualTo(2L);
    assertThat(world.load("bundled_second").get("__file__"))
        .isEqualTo(folder.resolve("anything.so").toString());
  }

  @Test
  @Case({"DEF-14", "DEF-15"})
  void nameBeyondAscii_listedInAPackage_isFound() throws IOException {
    put("bundle", "pkg/anything.so");

    assertThat(world.load("pkg.čaj").get("number")).isEqualTo(3L);
    assertThat(world.load("pkg.čaj").get("__name__")).isEqualTo("pkg.čaj");
  }

  @Test
  void fileOfTheName_besideALibraryThatListsIt_wins() throws IOException {
    put("bundle", "a.so");
    put("bundle", "bundled_first.so");

    assertThat(world.load("bundled_first").get("__file__"))
        .isEqualTo(folder.resolve("bundled_first.so").toString());
  }

  @Test
  void twoLibraries_thatListOneName_theFirstInOrderWinsWithAWarning() throws IOException {
    put("bundle", "b.so");
    put("bundle", "a.so");

    assertThat(world.load("bundled_first").get("__file__"))
        .isEqualTo(folder.resolve("a.so").toString());
    assertThat(world.warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.category()).isEqualTo(Warning.Category.IMPORT);
          assertThat(warning.message()).contains("'bundled_first' of a.so", "b.so");
        });
  }

  @Test
  void unlistedName_imported_errorNamesTheLibrariesAndANearName() throws IOException {
    put("bundle", "anything.so");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("bundled_frist"))
        .withMessageContaining("not among the modules that these export: anything.so")
        .withMessageContaining("bundled_first");
  }

  @Test
  void libraryReplacedByAnother_afterInvalidation_isReadAgain() throws IOException {
    put("basic", "anything.so");
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("bundled_first"));

    Files.delete(folder.resolve("anything.so"));
    put("bundle", "anything.so");

    assertThat(world.load("bundled_first").get("number")).isEqualTo(1L);
  }

  @Test
  void damagedLibraries_inTheFolder_doNotDisturbTheSearch() throws IOException {
    byte[] good = Files.readAllBytes(NativeWorld.FIXTURES.resolve("bundle.so"));
    Random random = new Random(20);
    for (int round = 0; round < 400; round++) {
      byte[] bad = Arrays.copyOf(good, round % 4 == 0 ? random.nextInt(good.length) : good.length);
      for (int hit = 0; hit < 1 + round % 40 && bad.length > 0; hit++) {
        int tables = Math.max(0, bad.length - 4096);
        int at =
            hit % 2 == 0
                ? random.nextInt(bad.length)
                : tables + random.nextInt(bad.length - tables);
        bad[at] = (byte) random.nextInt(256);
      }
      Files.write(folder.resolve("bad" + round + ".so"), bad);
    }
    world.interpreter().imports().invalidateCaches();

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("in_none_of_them"))
        .withMessageContainingAll(
            "not among the modules that these export: bad0.so, ", "and 380 more");
  }
}
