// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.tools.compile.CompilerFlags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `tenon inspect` of a jar with native modules for several platforms. The library for the other
/// CPU is the one for this CPU with other numbers for the machine and the relocations.
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class InspectPlatformsTest {

  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;
  private static final int TYPE_RELOCATIONS = 4;
  private static final Map<Integer, Integer> RELOCATIONS = Map.of(8, 1027, 1, 257, 6, 1025);

  private static final String SOURCE =
      """
      #include <tenon.h>
      static int64_t next(int64_t n) { return n + 1; }
      static const TnMethod methods[] = {TN_TYPED("next", next, "(i64) -> i64", "For %1$s."), TN_METHODS_END};
      TENON_MODULE(%2$s, TN_DOC("Built for %1$s."), TN_METHODS(methods));
      """;

  /// Libraries with a module `sample`, deflated: what `LibraryBytes.machWithChains(true)` and
  /// `LibraryBytes.pe()` of the tests of native-ext/core make.
  private static final String MACH_O =
      "eNrt279LAzEUwPG02tJBbAYH3dJNB+WE4igetGDxx3SD21H0xEJtRSuu/ZP8T/xL/AccbN8ldzan1UFF"
          + "LHw/8Jq8Jnl3B7ekoU8vz68rSpWUqEpU0o7NnA2JQ4k4jtpnkfJo1xhV5OUVNa9OK4xCf74ulHtbr2dT"
          + "lubWOe6cHrVbnfyegnd1go91vMdSZYn1bN6yNGNpD6RtStcu2ZWOAgAAAAAAAAAAAABgUbhTcW3STzM7"
          + "I2+4PD97H9vxR3tubuf/0tV1dp2cabjqWhe/Dz6Zl9/ed68fmrvu9U0/2cny0UPvPPHGN3t7zS2zvW+k"
          + "TfPL7i2vDAAAAABgIXf/JW9Hn/ZX7Qbb5WsSdYmamY3XvfEfi6NkMBycDC/u+0ns9uIqHo6ukr/bZ5sv"
          + "xvLfP/Kntf8ZqFULi8qqpiYT3iUAAAAAwP81BdzDKqY=";

  private static final String DLL =
      "eNrt2z1Lw0AYwPFHuwguNzp0uDrVQTmkOEodHAsdnFxssScWYiNtpY6ZnB0d76P4kfwIJl6qd8WC1OgQ"
          + "/j94crkXcpBkuXuS3qVsLJPf65+LjJ4aUdub7Ovd7fXTbkm1VHEwefzkwsciTflDaiVig2icDsrYazTO"
          + "BGWsKwAAAAAAAAAAAACAmvBJb6V9Xv0zBd7y9WVmPiv7l2l5VdHsqhXn83VZV6r6PP93zvRseHef2KOy"
          + "Pl+Mr23Q3x6fdA704anOy6J+M5zyygAAAAAAaqFRhjEi3Tz6wXfjg+Jcf6zP/b6A8W2P5ms/Ifx0/8JO"
          + "0kkvHT0k9sqvtH17Or+105V+m8zsIm+2PIL/o/3/DDtuz7Vd5p7di+OmAAAAAED9vAPz2jEY";

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int tenon(String... arguments) {
    output.reset();
    errors.reset();
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  private String text() {
    return output.toString(UTF_8) + errors.toString(UTF_8);
  }

  @BeforeEach
  void build() throws Exception {
    compile(SOURCE.formatted("this CPU", "b"), "here/a/b.so");
    compile("int helper(void) { return 1; }", "here/a/libhelper.so");
    compile(SOURCE.formatted("the other CPU", "b"), "there/a/b.so");
    toAarch64(folder.resolve("there/a/b.so"));
    compile(SOURCE.formatted("the other CPU", "only"), "there/only.so");
    toAarch64(folder.resolve("there/only.so"));
    write("mac/sample.dylib", MACH_O);
    write("windows/sample.dll", DLL);
  }

  /// Writes a library that was packed.
  private void write(String library, String packed) throws IOException {
    Path target = folder.resolve(library);
    Files.createDirectories(target.getParent());
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (InflaterInputStream whole = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      Files.write(target, whole.readAllBytes());
    }
  }

  private void compile(String source, String library) throws Exception {
    Path file = Files.writeString(folder.resolve("source.c"), source);
    Path target = folder.resolve(library);
    Files.createDirectories(target.getParent());
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o"));
    command.add(target.toString());
    command.addAll(List.of(CompilerFlags.ofProgram().text(false, null).split(" ")));
    command.add(file.toString());
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String messages = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertThat(compiler.waitFor()).as(messages).isZero();
  }

  private static void toAarch64(Path library) throws IOException {
    ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(library)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(elf.getShort(18)).isEqualTo((short) X86_64);
    elf.putShort(18, (short) AARCH64);
    int changed = 0;
    for (int index = 0; index < elf.getShort(60); index++) {
      int header = (int) elf.getLong(40) + index * elf.getShort(58);
      int start = (int) elf.getLong(header + 24);
      int end = start + (int) elf.getLong(header + 32);
      if (elf.getInt(header + 4) == TYPE_RELOCATIONS) {
        for (int at = start; at < end; at += 24) {
          elf.putInt(at + 8, RELOCATIONS.getOrDefault(elf.getInt(at + 8), elf.getInt(at + 8)));
          changed++;
        }
      }
    }
    assertThat(changed).isPositive();
    Files.write(library, elf.array());
  }

  private void pack() {
    assertThat(
            tenon(
                "pack",
                "-o",
                "n.jar",
                "linux-x86_64=here",
                "linux-aarch64=there",
                "macos-aarch64=mac",
                "windows-x86_64=windows"))
        .as(text())
        .isZero();
  }

  @Test
  void inspect_jar_showsTheModulesOfAllPlatforms() {
    pack();

    assertThat(tenon("inspect", "n.jar")).as(text()).isZero();

    String jar = folder.resolve("n.jar") + "!/META-INF/tenon/";
    assertThat(output.toString(UTF_8))
        .contains(
            """
            module a.b: Built for the other CPU.
              platform: linux-aarch64
              origin: %slinux-aarch64/a/b.so
              state: 0 bytes
            """
                .formatted(jar),
            "module only: Built for the other CPU.\n  platform: linux-aarch64\n",
            """
            module a.b: Built for this CPU.
              platform: linux-x86_64
              origin: %slinux-x86_64/a/b.so
              state: 0 bytes
            """
                .formatted(jar),
            "  next(i64) -> i64: For the other CPU.\n",
            "  next(i64) -> i64: For this CPU.\n",
            """
            module sample: A sample.
              platform: macos-aarch64
              origin: %smacos-aarch64/sample.dylib
              state: 16 bytes
            """
                .formatted(jar),
            """
            module sample: A sample.
              platform: windows-x86_64
              origin: %swindows-x86_64/sample.dll
              state: 16 bytes
            """
                .formatted(jar),
            "  far(i64) -> i64\n")
        .doesNotContain("helper");
    assertThat(output.toString(UTF_8).lines().filter(line -> line.startsWith("  platform: ")))
        .hasSize(5);
  }

  @Test
  void inspect_jarWithDamagedLibraries_tellsWhatIsWrongWithEach() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("here/a/b.so"));
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("bad.jar")))) {
      for (String entry : List.of("cut.so", "text.so", "whole.so")) {
        jar.putNextEntry(new ZipEntry("META-INF/tenon/linux-x86_64/" + entry));
        jar.write(
            switch (entry) {
              case "cut.so" -> Arrays.copyOf(whole, whole.length / 3);
              case "text.so" -> "not a library".getBytes(UTF_8);
              default -> whole;
            });
      }
    }

    assertThat(tenon("inspect", "bad.jar")).as(text()).isOne();

    assertThat(output.toString(UTF_8))
        .containsPattern("module cut\n.*\n.*\n  refused: .* cut off after ")
        .containsPattern("module text\n.*\n.*\n  refused: .* a text file")
        .contains("module b: Built for this CPU.");
  }

  @Test
  void inspect_libraryForAnotherMachine_showsItsModulesAndWhatItIsFor() {
    assertThat(tenon("inspect", "mac/sample.dylib")).as(text()).isZero();
    assertThat(output.toString(UTF_8))
        .contains("module sample: A sample.\n  platform: macOS on AArch64\n", "  far(i64) -> i64");
    assertThat(tenon("inspect", "windows/sample.dll")).as(text()).isZero();
    assertThat(output.toString(UTF_8))
        .contains("module sample: A sample.\n  platform: Windows on x86-64\n");
    assertThat(tenon("inspect", "there/only.so")).as(text()).isZero();
    assertThat(output.toString(UTF_8))
        .contains("module only: Built for the other CPU.\n  platform: AArch64\n")
        .contains("  next(i64) -> i64: For the other CPU.");
  }

  @Test
  void inspect_damagedLibraryForAnotherMachine_saysWhatIsWrong() throws IOException {
    Path library = folder.resolve("mac/sample.dylib");
    Files.write(library, Arrays.copyOf(Files.readAllBytes(library), 0x2800));

    assertThat(tenon("inspect", "mac/sample.dylib")).as(text()).isEqualTo(1);

    assertThat(errors.toString(UTF_8))
        .contains("its symbol table of 64 bytes at 12288 in a file of");
  }

  @Test
  void inspect_jarAsJson_namesThePlatformOfEach() {
    pack();

    assertThat(tenon("inspect", "--json", "n.jar")).as(text()).isZero();

    String json = output.toString(UTF_8).replaceAll("\\s", "");
    assertThat(json)
        .contains("\"platform\":\"linux-aarch64\"", "\"platform\":\"linux-x86_64\"")
        .contains("\"platform\":\"macos-aarch64\"", "\"doc\":\"BuiltfortheotherCPU.\"");
  }

  @Test
  void inspect_libraryThatLiesInTheFolderOfAnotherPlatform_isRefused() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/META-INF/tenon/linux-aarch64"));
    Files.copy(folder.resolve("here/a/b.so"), tree.resolve("b.so"));
    byte[] cut = Files.readAllBytes(folder.resolve("there/only.so"));
    Files.write(tree.resolve("only.so"), Arrays.copyOf(cut, cut.length - 5000));
    ProgramJar.run(
        "jar", "--create", "--file", folder.resolve("w.jar"), "-C", folder.resolve("tree"), ".");

    assertThat(tenon("inspect", "w.jar")).as(text()).isEqualTo(1);

    assertThat(output.toString(UTF_8))
        .contains("refused:", "found a library for x86-64; expected one for AArch64");
  }
}
