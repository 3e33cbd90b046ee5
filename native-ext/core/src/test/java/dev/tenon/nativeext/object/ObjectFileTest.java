// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.TenonError;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.LibraryDefinitions;
import dev.tenon.nativeext.descriptor.LibraryContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Libraries of macOS and Windows, whole and damaged.
class ObjectFileTest {

  private static final int X86_64 = 0x0100_0007;
  private static final int AARCH64 = 0x0100_000C;
  private static final int TABLES = LibraryBytes.TABLES;

  @TempDir private Path folder;

  /// The ways to write a library.
  enum Format {
    OPCODES("macOS on x86-64"),
    CHAINS("macOS on AArch64"),
    CHAINS_FROM_HEAD("macOS on AArch64"),
    SEVERAL("macOS on AArch64"),
    DLL("Windows on x86-64");

    private final String target;

    Format(String target) {
      this.target = target;
    }

    private byte[] bytes() {
      return switch (this) {
        case OPCODES -> LibraryBytes.machWithOpcodes();
        case CHAINS -> LibraryBytes.machWithChains(false);
        case CHAINS_FROM_HEAD -> LibraryBytes.machWithChains(true);
        case SEVERAL ->
            LibraryBytes.machOfSeveral(
                List.of(LibraryBytes.machWithOpcodes(), LibraryBytes.machWithChains(true)),
                List.of(X86_64, AARCH64));
        case DLL -> LibraryBytes.pe();
      };
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("sample.bin"), bytes);
  }

  private static byte[] changed(byte[] bytes, Consumer<ByteBuffer> change) {
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = file(bytes);
    return assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> LibraryDefinitions.ofAnyPlatform(file))
        .actual()
        .getMessage();
  }

  @ParameterizedTest
  @EnumSource
  void descriptor_isReadWithItsPointers(Format format) throws Exception {
    List<ModuleDef> defs = LibraryDefinitions.ofAnyPlatform(file(format.bytes()));

    assertThat(defs).extracting(ModuleDef::name).containsExactly("sample");
    ModuleDef sample = defs.getFirst();
    assertThat(sample.faults()).isEmpty();
    assertThat(sample.doc()).isEqualTo("A sample.");
    assertThat(sample.stateSize()).isEqualTo(16);
    assertThat(sample.functions())
        .extracting(FunctionDef::name)
        .containsExactlyElementsOf(
            format == Format.DLL ? List.of("twice") : List.of("twice", "far"));
    assertThat(sample.functions().getFirst().signature()).hasToString("(i64) -> i64");
  }

  @ParameterizedTest
  @EnumSource
  void library_isForItsPlatformOnly(Format format) throws Exception {
    try (FileBytes bytes = FileBytes.open(file(format.bytes()))) {
      Platform platform =
          Platform.named(format == Format.DLL ? "windows-x86_64" : "macos-aarch64").orElseThrow();
      ObjectFile library = ObjectFile.of(bytes, platform).orElseThrow();

      assertThat(library.target()).isEqualTo(format.target);
      assertThat(library.isFor(platform)).isEqualTo(format != Format.OPCODES);
      assertThat(library.isFor(Platform.named("linux-aarch64").orElseThrow())).isFalse();
      assertThat(library.modules()).containsExactly("sample");
    }
  }

  @Test
  void libraryOfAnotherSystem_isRefusedByName() throws Exception {
    Path file = file(LibraryBytes.machWithChains(false));

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> LibraryDefinitions.of(file))
        .withMessageContaining("found a library for macOS on AArch64; expected one for");
  }

  @Test
  void libraryOfSeveral_isChosenByPlatform() throws Exception {
    byte[] several =
        LibraryBytes.machOfSeveral(
            List.of(LibraryBytes.machWithOpcodes(), LibraryBytes.machWithChains(true)),
            List.of(X86_64, AARCH64));
    try (FileBytes bytes = FileBytes.open(file(several))) {
      for (String machine : List.of("x86_64", "aarch64")) {
        Platform platform = Platform.named("macos-" + machine).orElseThrow();
        assertThat(ObjectFile.of(bytes, platform).orElseThrow().isFor(platform)).isTrue();
      }
    }
    several = LibraryBytes.machOfSeveral(List.of(new byte[LibraryBytes.SIZE]), List.of(7));
    assertThat(refusal(several)).contains("for other CPUs");
  }

  @Test
  void elfFileOfAnotherCpu_isReadIfAnyWillDo() throws Exception {
    byte[] elf = new byte[64];
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putInt(0x464C457F).putInt(0x00010102);
    changed(elf, bytes -> bytes.putShort(16, (short) 3).putShort(18, (short) 22));

    assertThat(LibraryDefinitions.ofAnyPlatform(file(elf))).isEmpty();
    Path file = file(elf);
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> LibraryDefinitions.of(file))
        .withMessageContaining("S/390");
  }

  @Test
  void fileOfNoFormat_hasNoModules() throws Exception {
    assertThat(LibraryContents.modulesOf(file(new byte[100]))).isEmpty();
    assertThat(refusal(new byte[100])).contains("a file of an unknown format");
    assertThat(refusal(new byte[0])).contains("an empty file");
    byte[] classFile = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 69};
    assertThat(refusal(classFile)).contains("a file of an unknown format");
  }

  @Test
  void damagedMachO_isRefusedWithWhatIsWrong() throws Exception {
    Supplier<byte[]> opcodes = LibraryBytes::machWithOpcodes;
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(12, 2))))
        .contains("a Mach-O file of the type 2; expected a dynamic library (6) or a bundle (8)");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(20, 1 << 20))))
        .contains("its load commands of 1048576 bytes at 32 in a file of");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(36, 4))))
        .contains("a load command of 4 bytes");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(36, 5000))))
        .contains("a load command of 5000 bytes");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(16, 9))))
        .contains("an offset of");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putLong(32 + 32, 1L << 40))))
        .contains("its segments take");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putLong(32 + 40, 1 << 20))))
        .contains("cut off while it was read");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putInt(260, 1 << 27))))
        .contains("its symbol table of 2147483648 bytes");
    assertThat(refusal(changed(opcodes.get(), bytes -> bytes.putLong(TABLES + 56, 1L << 50))))
        .contains("does not point to data");
  }

  @Test
  void machOWithoutSymbols_hasNoModules() throws Exception {
    byte[] library = changed(LibraryBytes.machWithOpcodes(), bytes -> bytes.putInt(248, 99));
    assertThat(LibraryDefinitions.ofAnyPlatform(file(library))).isEmpty();
  }

  @Test
  void damagedOpcodes_areRefused() throws Exception {
    int own = TABLES + 0x100;
    int others = TABLES + 0x180;
    assertThat(refusalOfOpcodes(own, 0x12)).contains("pointers of the type 2");
    assertThat(refusalOfOpcodes(own, 0x29, 0)).contains("a pointer in segment 9");
    assertThat(refusalOfOpcodes(own, 0x90)).contains("the opcode 0x90 for pointers");
    assertThat(refusalOfOpcodes(own, 0x11, 0x21, 0xFF, 0xFF, 0xFF, 0x7F, 0x51))
        .contains("a table at");
    assertThat(refusalOfOpcodes(own, 0x11, 0x21, 0, 0x60, 0xFF, 0xFF, 0xFF, 0x7F))
        .contains("268435455 relocations");
    assertThat(refusalOfOpcodes(others, 0xD0)).contains("the opcode 0xd0 for pointers");
    assertThat(refusalOfOpcodes(others, 0x71, 0xFF, 0xFF, 0x7F, 0x90)).contains("a relocation of");
    byte[] endless = LibraryBytes.machWithOpcodes();
    Arrays.fill(endless, others, others + 25, (byte) 0x80);
    assertThat(refusal(endless)).contains("an offset of");
    byte[] text = LibraryBytes.machWithOpcodes();
    Arrays.fill(text, others, others + 25, (byte) 0x40);
    assertThat(refusal(text)).contains("an offset of");
  }

  private String refusalOfOpcodes(int at, int... codes) throws IOException {
    return refusal(
        changed(
            LibraryBytes.machWithOpcodes(),
            bytes -> {
              for (int index = 0; index < codes.length; index++) {
                bytes.put(at + index, (byte) codes[index]);
              }
            }));
  }

  @Test
  void damagedChains_areRefused() throws Exception {
    int head = TABLES + 0x100;
    Supplier<byte[]> chains = () -> LibraryBytes.machWithChains(true);
    assertThat(refusal(changed(chains.get(), bytes -> bytes.putShort(head + 0x36, (short) 1))))
        .contains("chains of pointers of the format 1; expected pointers of 64 bits without");
    assertThat(refusal(changed(chains.get(), bytes -> bytes.putInt(head + 0x20, 1 << 30))))
        .contains("chains of pointers of the format");
    assertThat(refusal(changed(chains.get(), bytes -> bytes.putLong(head + 0x38, 1 << 30))))
        .contains("a table at");
    assertThat(refusal(changed(chains.get(), bytes -> bytes.putLong(32 + 40, 8))))
        .contains("no segment has the head of the file");
    // Chains that all run to the end of the segment take as many steps as there are pages.
    byte[] slow =
        changed(
            chains.get(),
            bytes -> {
              bytes.putInt(284, 0xE00);
              bytes.putShort(head + 0x34, (short) 0);
              bytes.putShort(head + 0x44, (short) 1500);
              for (int page = 0; page < 1500; page++) {
                bytes.putShort(head + 0x46 + page * 2, (short) 0);
              }
              for (int at = LibraryBytes.DATA; at < TABLES; at += 4) {
                bytes.putInt(at, 0x0008_0000);
              }
            });
    assertThat(refusal(slow)).isNotEmpty();
  }

  @Test
  void damagedDll_isRefusedWithWhatIsWrong() throws Exception {
    Supplier<byte[]> dll = LibraryBytes::pe;
    int options = 0x98;
    assertThat(refusal("MZ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .contains("an offset of 60 in its head of 2 bytes");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putInt(0x80, 7))))
        .contains("a program of DOS; expected a DLL of Windows");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putShort(0x96, (short) 2))))
        .contains("a PE file with the flags 0x2 and the format 0x20b");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putShort(options, (short) 0x10B))))
        .contains("the format 0x10b");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putShort(0x86, (short) 5000))))
        .contains("it has 5000 segments; expected at most 1000");
    assertThat(
            refusal(
                changed(
                    dll.get(), bytes -> bytes.putInt(options + 152, 0).putInt(options + 156, 0))))
        .contains("it has no base relocations");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putInt(options + 152, 0x9000))))
        .contains("its base relocations of 28 bytes at 0x9000");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putInt(TABLES + 0x204, 4))))
        .contains("a block of 4 bytes in its base relocations");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putShort(TABLES + 0x208, (short) 0x3000))))
        .contains("base relocations of the kind 3");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putInt(TABLES + 24, -1))))
        .contains("its table of export names of 17179869180 bytes");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putInt(TABLES + 0x44, 0x90))))
        .contains("its names of exports at 0x90");
    assertThat(refusal(changed(dll.get(), bytes -> bytes.putShort(TABLES + 0x52, (short) 99))))
        .contains("an offset of 396 in its table of export addresses");
  }

  @Test
  void dllWithoutExports_hasNoModules() throws Exception {
    byte[] none = changed(LibraryBytes.pe(), bytes -> bytes.putInt(0x98 + 108, 0));
    assertThat(LibraryDefinitions.ofAnyPlatform(file(none))).isEmpty();
    byte[] empty = changed(LibraryBytes.pe(), bytes -> bytes.putInt(TABLES + 24, 0));
    assertThat(LibraryDefinitions.ofAnyPlatform(file(empty))).isEmpty();
  }

  /// Thousands of damaged libraries: each gives definitions or an error of Tenon.
  @ParameterizedTest
  @EnumSource
  void damagedLibraries_giveDefinitionsOrErrors(Format format) throws Exception {
    Random random = new Random(format.target.length());
    int errors = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = format.bytes();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int area = random.nextInt(3);
        int from = area == 0 ? 0 : area == 1 ? LibraryBytes.DATA : TABLES;
        int at = from + random.nextInt(area == 0 ? 0x180 : 0x200);
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
      }
      if (random.nextInt(20) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      try {
        assertThat(LibraryDefinitions.ofAnyPlatform(file(bytes))).isNotNull();
      } catch (TenonError _) {
        errors++;
      }
    }
    assertThat(errors).isGreaterThan(100);
  }
}
