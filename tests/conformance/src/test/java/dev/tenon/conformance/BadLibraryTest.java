// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are no usable libraries: each gives one clear error, and the next import works.
class BadLibraryTest {

  @TempDir private Path folder;
  private NativeWorld world;
  private byte[] good;

  @BeforeEach
  void openWorld() throws IOException {
    good = Files.readAllBytes(NativeWorld.FIXTURES.resolve("basic.so"));
    Files.write(folder.resolve("basic.so"), good);
    world = new NativeWorld(folder);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private void assertRefused(String name, byte[] content, String... words) throws IOException {
    Files.write(folder.resolve(name + ".so"), content);
    world.interpreter().imports().invalidateCaches();
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load(name))
        .satisfies(error -> {
          assertThat(error).hasMessageContainingAll(words);
          assertThat(error).hasMessageContaining(folder.resolve(name + ".so").toString());
          assertThat(error.name()).isEqualTo(name);
          assertThat(error.phase()).isEqualTo(Phase.QUERY);
          assertThat(error.diagnosis().expected()).isNotBlank();
          assertThat(error.diagnosis().remedy()).isNotBlank();
        });
    assertThat(world.isRegistered(name)).isFalse();
    assertThat(world.load("basic").call("add", 20, 22)).isEqualTo(42L);
  }

  @Test
  void missingLibrary_imported_isNotFound() {
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("not_there"))
        .withMessageContaining("No module named 'not_there'");
  }

  @Test
  void textFile_imported_isQuoted() throws IOException {
    assertRefused(
        "text",
        "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8),
        "a text file that begins with '#!/bin/sh'");
  }

  @Test
  void emptyFile_imported_isCalledEmpty() throws IOException {
    assertRefused("empty", new byte[0], "an empty file");
  }

  @Test
  void truncatedLibrary_ofAnyLength_isRefused() throws Exception {
    List<Callable<String>> imports = new ArrayList<>();
    for (int length = 1; length < good.length; length += length < 1024 ? 7 : 509) {
      String name = "cut" + length;
      byte[] cut = Arrays.copyOf(good, length);
      imports.add(() -> {
        assertRefused(name, cut, "");
        return name;
      });
    }
    // Side by side: a file that may still be written is waited for.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> one : threads.invokeAll(imports)) {
        assertThat(one.get()).startsWith("cut");
      }
    }
    assertRefused("half", Arrays.copyOf(good, good.length / 2), "cut off after", "build or copy");
  }

  @Test
  void libraryForAnotherProcessor_imported_namesBoth() throws IOException {
    byte[] foreign = good.clone();
    int machine = foreign[18] == 62 ? 183 : 62;
    foreign[18] = (byte) machine;
    foreign[19] = 0;
    assertRefused("foreign", foreign, "AArch64", "x86-64", "rebuild");
  }

  @Test
  void libraryOf32Bits_imported_saysSo() throws IOException {
    byte[] narrow = good.clone();
    narrow[4] = 1;
    assertRefused("narrow", narrow, "32 bits", "64 bits");
  }

  @Test
  void libraryForMusl_imported_namesTheOtherCLibrary() throws IOException {
    byte[] bytes = Files.readAllBytes(NativeWorld.FIXTURES.resolve("functions.so"));
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    String needed = "\0libc.so.6\0";
    assertThat(content).contains(needed);
    assertRefused(
        "functions",
        content.replace(needed, "\0libc.so\0\0\0").getBytes(StandardCharsets.ISO_8859_1),
        "linked with the C library musl",
        "the dynamic linker refuses it");
  }

  @Test
  void objectFile_imported_isNoSharedLibrary() throws IOException {
    byte[] object = good.clone();
    object[16] = 1;
    assertRefused("object", object, "type 1", "shared library");
  }

  @Test
  void libraryReplacedWhileItsOldVersionIsMapped_importedAnew_isTheNewOne() throws IOException {
    world.load("basic");
    Files.delete(folder.resolve("basic.so"));
    Files.copy(NativeWorld.FIXTURES.resolve("no_symbol.so"), folder.resolve("basic.so"));
    world.interpreter().modules().remove("basic");

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load("basic"))
        .withMessageContaining("does not define module export symbol TenonModule_basic");
  }
}
