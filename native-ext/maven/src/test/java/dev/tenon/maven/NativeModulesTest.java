// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeModulesTest {

  @TempDir private Path folder;

  private void write(String file) throws IOException {
    Path place = folder.resolve(file);
    Files.createDirectories(place.getParent());
    Files.createFile(place);
  }

  @Test
  void modules_ofAllPlatforms_haveTheirFullNames() throws Exception {
    write("modules/linux-x86_64/shop/price.so");
    write("modules/linux-x86_64/counter.so");
    write("modules/windows-x86_64/counter.dll");
    write("modules/macos-aarch64/mac.dylib");
    write("modules/.compiled/linux-riscv64/old.so");
    NativeModules modules = new NativeModules(folder);

    assertThat(modules.platforms())
        .extracting(platform -> platform.getFileName().toString())
        .containsExactly("linux-x86_64", "macos-aarch64", "windows-x86_64");
    assertThat(modules.names()).containsExactly("counter", "mac", "shop.price");
  }

  @Test
  void modules_thatWereNotMade_nameTheGoal() {
    NativeModules modules = new NativeModules(folder);

    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(modules::platforms)
        .withMessageContaining("tenon:compile");
    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(modules::jarOrThrow)
        .withMessageContaining("tenon:pack");
  }

  @Test
  void unpacked_modulesOfAnEarlierJar_areReplacedAndOthersStay() throws Exception {
    Path classes = folder.resolve("classes");
    write("classes/META-INF/tenon/linux-x86_64/own.so");
    write("classes/app/App.class");
    UnpackedModules unpacked = new UnpackedModules(classes);
    Path jar = jar("META-INF/tenon/linux-x86_64/old.so", "META-INF/MANIFEST.MF");
    unpacked.add(jar);
    assertThat(classes.resolve("META-INF/tenon/linux-x86_64/old.so")).hasContent("content");

    unpacked.delete(jar);
    unpacked.add(jar("META-INF/tenon/linux-x86_64/new.so"));

    assertThat(classes.resolve("META-INF/tenon/linux-x86_64").toFile().list())
        .containsExactlyInAnyOrder("new.so", "own.so");
    assertThat(classes.resolve("META-INF/MANIFEST.MF")).doesNotExist();
    assertThat(classes.resolve("app/App.class")).exists();
  }

  @Test
  void unpacked_withoutAnEarlierJar_hasNothingToDelete() throws Exception {
    new UnpackedModules(folder).delete(folder.resolve("none.jar"));

    assertThat(folder).isEmptyDirectory();
  }

  private Path jar(String... entries) throws IOException {
    Path jar = folder.resolve("natives.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write("content".getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
