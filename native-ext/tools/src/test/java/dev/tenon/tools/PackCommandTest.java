// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Jars with native modules, as users of the command make them. The libraries are heads alone.
class PackCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int tenon(String... arguments) {
    output.reset();
    errors.reset();
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  private void write(String file, byte[] content) throws IOException {
    Path place = folder.resolve(file);
    Files.createDirectories(place.getParent());
    Files.write(place, content);
  }

  /// A library of nothing but what it needs: a segment with all of it and a dynamic section.
  private static byte[] elf(int machine, String needed) {
    ByteBuffer bytes = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
    bytes.putShort(16, (short) 3).putShort(18, (short) machine);
    bytes.putLong(32, 64).putShort(56, (short) 2);
    bytes.putInt(64, 1).putLong(64 + 32, 400);
    bytes.putInt(120, 2).putLong(120 + 8, 176).putLong(120 + 32, 48);
    bytes.putLong(176, 5).putLong(184, 256).putLong(192, needed.isEmpty() ? 30 : 1);
    return bytes.putLong(200, 1).position(257).put(needed.getBytes(UTF_8)).array();
  }

  private static byte[] machO(int machine) {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xFEEDFACF)
        .putInt(machine)
        .putInt(0)
        .putInt(6)
        .array();
  }

  private static byte[] pe(int machine) {
    ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'M').put((byte) 'Z').putInt(0x3C, 80).putInt(80, 0x4550);
    return bytes.putShort(84, (short) machine).putShort(102, (short) 0x2022).array();
  }

  private void makeBuilds() throws IOException {
    write("linux/a/b.so", elf(62, "libc.so.6"));
    write("by-musl-gcc/b.so", elf(62, "libc.so"));
    write("linux/libdep.so.1", elf(62, ""));
    write("linux/a/b.so.tenon", "image = private\n".getBytes(UTF_8));
    write("linux/notes.txt", new byte[1]);
    write("arm/b.so", elf(183, "libc.musl-aarch64.so.1"));
    write("mac/b.dylib", machO(0x0100000C));
    write("win/b.dll", pe(0x8664));
    write("win/b.dll.pdb", new byte[1]);
    write("win/b.lib", new byte[1]);
  }

  private int pack(String jar) {
    return tenon(
        "pack",
        "-o",
        jar,
        "--module-name",
        "org.example.natives",
        "linux-x86_64=linux",
        "linux-aarch64-musl=arm/b.so",
        "macos-aarch64=mac/b.dylib",
        "windows-x86_64=win");
  }

  @Test
  void pack_severalPlatforms_writesTheirLibrariesInOrder() throws IOException {
    makeBuilds();

    assertThat(pack("n.jar")).as(errors()).isZero();

    assertThat(output.toString(UTF_8))
        .startsWith(
            "wrote %s: 6 files for linux-aarch64-musl, linux-x86_64, macos-aarch64, windows-x86_64, "
                .formatted(folder.resolve("n.jar")));
    List<String> names = new ArrayList<>();
    try (ZipFile jar = new ZipFile(folder.resolve("n.jar").toFile())) {
      jar.stream().map(ZipEntry::getName).forEach(names::add);
      assertThat(jar.getInputStream(jar.getEntry("META-INF/tenon/linux-x86_64/a/b.so")))
          .hasBinaryContent(Files.readAllBytes(folder.resolve("linux/a/b.so")));
      assertThat(new String(jar.getInputStream(jar.getEntry(names.get(1))).readAllBytes(), UTF_8))
          .contains("\r\nAutomatic-Module-Name: org.example.natives\r\n");
    }
    assertThat(names)
        .containsExactly(
            "META-INF/",
            "META-INF/MANIFEST.MF",
            "META-INF/tenon/",
            "META-INF/tenon/linux-aarch64-musl/",
            "META-INF/tenon/linux-x86_64/",
            "META-INF/tenon/linux-x86_64/a/",
            "META-INF/tenon/macos-aarch64/",
            "META-INF/tenon/windows-x86_64/",
            "META-INF/tenon/linux-aarch64-musl/b.so",
            "META-INF/tenon/linux-x86_64/a/b.so",
            "META-INF/tenon/linux-x86_64/a/b.so.tenon",
            "META-INF/tenon/linux-x86_64/libdep.so.1",
            "META-INF/tenon/macos-aarch64/b.dylib",
            "META-INF/tenon/windows-x86_64/b.dll");
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".n.jar"));
  }

  @Test
  void pack_sameFilesLater_givesTheSameBytes() throws IOException {
    makeBuilds();
    assertThat(pack("n.jar")).isZero();
    makeBuilds();

    assertThat(pack("again.jar")).isZero();

    assertThat(folder.resolve("again.jar")).hasSameBinaryContentAs(folder.resolve("n.jar"));
  }

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, arm/b.so, for aarch64 with musl",
    "linux-x86_64, by-musl-gcc/b.so, for x86_64 with musl",
    "linux-aarch64, arm/b.so, expected a library for linux-aarch64",
    "linux-x86_64-musl, linux/a/b.so, for x86_64 with glibc",
    "macos-x86_64, mac/b.dylib, a Mach-O file for aarch64",
    "windows-aarch64, win/b.dll, a PE file for x86_64",
    "windows-x86_64, mac/b.dylib, does not end with .dll",
    "linux-x86_64, no.so, there is no such file",
    "linux-x86_64, mac, holds no file that ends with .so",
    "linux-x86_64, text/t.so, a file of an unknown format",
    "linux-x86_64, text/e.so, a file that is cut off or empty",
    "linux-x86_64, text/p.so, no shared library",
  })
  void pack_fileThatDoesNotFit_isRefused(String platform, String file, String reason)
      throws IOException {
    makeBuilds();
    write("text/t.so", "#!/bin/sh and more text".getBytes(UTF_8));
    write("text/e.so", new byte[0]);
    byte[] program = elf(62, "");
    program[16] = 2;
    write("text/p.so", program);

    assertThat(tenon("pack", platform + "=" + file)).isEqualTo(1);

    assertThat(errors()).contains("cannot pack").contains(reason);
    assertThat(folder.resolve("natives.jar")).doesNotExist();
  }

  @Test
  void pack_twoFilesForOnePlace_areRefused() throws IOException {
    makeBuilds();

    assertThat(tenon("pack", "linux-x86_64=linux/a", "linux-x86_64=linux/a/b.so")).isEqualTo(1);

    assertThat(errors()).contains("has the same place in the jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pack",
        "pack a.so",
        "pack linux-vax=a.so",
        "pack --module-name a-b linux-x86_64=linux",
        "pack -o . linux-x86_64=linux",
        "pack -o no/such.jar linux-x86_64=linux"
      })
  void pack_wrongCommandLine_saysWhatIsExpected(String line) throws IOException {
    makeBuilds();

    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.USAGE.number());

    assertThat(errors()).isNotBlank();
  }
}
