// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.imports.path.Platform;
import dev.tenon.nativeext.elf.ElfMachine;
import dev.tenon.nativeext.elf.NeededCLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the head of a library file says about its platform: of ELF, Mach-O and PE files of any
/// machine. Nothing behind the head is checked.
///
/// @param system `elf`, `macos` or `windows`; null for another file
/// @param machines the CPUs that it has code for
/// @param isShared whether it is a shared library
/// @param cLibrary the C library that it needs; null if it names none
/// @param description what it is, for messages
record LibraryHead(
    @Nullable String system,
    List<String> machines,
    boolean isShared,
    @Nullable NeededCLibrary cLibrary,
    String description) {

  private static final String ELF = "elf";
  private static final String MACOS = "macos";
  private static final String WINDOWS = "windows";
  private static final String OTHER = "another machine";

  private static final int ELF_MAGIC = 0x7F454C46;
  private static final int MACH_O_64 = 0xFEEDFACF;
  private static final int MACH_O_FAT = 0xCAFEBABE;
  private static final int MACH_O_DYLIB = 6;
  private static final int MACH_O_BUNDLE = 8;
  private static final int MOST_ARCHITECTURES = 20;
  private static final int PE_MAGIC = 0x00004550;
  private static final int PE_DLL = 0x2000;

  private static final Map<Integer, String> MACH_O_MACHINES =
      Map.of(0x01000007, "x86_64", 0x0100000C, "aarch64");
  private static final Map<Integer, String> PE_MACHINES =
      Map.of(0x8664, "x86_64", 0xAA64, "aarch64");

  /// Reads the head of a library.
  static LibraryHead of(byte[] library) {
    ByteBuffer bytes = ByteBuffer.wrap(library);
    try {
      return switch (bytes.getInt(0)) {
        case ELF_MAGIC -> elf(bytes, library);
        case MACH_O_FAT -> fat(bytes);
        default -> other(bytes);
      };
    } catch (IndexOutOfBoundsException _) {
      return new LibraryHead(null, List.of(), false, null, "a file that is cut off or empty");
    }
  }

  private static LibraryHead elf(ByteBuffer bytes, byte[] library) {
    boolean isLittle = bytes.get(5) == 1;
    bytes.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    String machine =
        ElfMachine.numbered(bytes.getShort(18) & 0xFFFF).map(ElfMachine::platform).orElse(OTHER);
    boolean isWhole = bytes.get(4) == 2 && isLittle == !machine.equals("s390x");
    bytes.getLong(56);
    NeededCLibrary cLibrary = NeededCLibrary.of(ByteBuffer.wrap(library)).orElse(null);
    return new LibraryHead(
        ELF,
        isWhole ? List.of(machine) : List.of(OTHER),
        bytes.getShort(16) == 3,
        cLibrary,
        "an ELF file of %d bits for %s%s"
            .formatted(bytes.get(4) * 32, machine, cLibrary == null ? "" : " with " + cLibrary));
  }

  private static LibraryHead fat(ByteBuffer bytes) {
    int count = bytes.getInt(4);
    if (count < 1 || count > MOST_ARCHITECTURES) {
      return new LibraryHead(null, List.of(), false, null, "a file of an unknown format");
    }
    List<String> machines = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      machines.add(MACH_O_MACHINES.getOrDefault(bytes.getInt(8 + index * 20), OTHER));
    }
    return new LibraryHead(
        MACOS,
        List.copyOf(machines),
        true,
        null,
        "a Mach-O file for " + String.join(" and ", machines));
  }

  private static LibraryHead other(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) == MACH_O_64) {
      String machine = MACH_O_MACHINES.getOrDefault(bytes.getInt(4), OTHER);
      int type = bytes.getInt(12);
      return new LibraryHead(
          MACOS,
          List.of(machine),
          type == MACH_O_DYLIB || type == MACH_O_BUNDLE,
          null,
          "a Mach-O file for " + machine);
    }
    if (bytes.get(0) == 'M' && bytes.get(1) == 'Z') {
      int head = bytes.getInt(0x3C);
      if (bytes.getInt(head) == PE_MAGIC) {
        String machine = PE_MACHINES.getOrDefault(bytes.getShort(head + 4) & 0xFFFF, OTHER);
        boolean isShared = (bytes.getShort(head + 22) & PE_DLL) != 0;
        return new LibraryHead(
            WINDOWS, List.of(machine), isShared, null, "a PE file for " + machine);
      }
    }
    return new LibraryHead(null, List.of(), false, null, "a file of an unknown format");
  }

  /// What is wrong with a library for a platform; null if it fits.
  @Nullable String mismatch(Platform platform) {
    String wanted =
        switch (platform.system()) {
          case MACOS -> MACOS;
          case WINDOWS -> WINDOWS;
          default -> ELF;
        };
    boolean fits =
        wanted.equals(system)
            && machines.contains(platform.machine())
            && (cLibrary == null
                || !platform.system().equals("linux")
                || cLibrary == NeededCLibrary.usedOn(platform));
    if (!fits) {
      return "it is %s, expected a library for %s".formatted(description, platform);
    }
    return isShared ? null : "it is %s and no shared library".formatted(description);
  }
}
