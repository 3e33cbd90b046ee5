// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.imports.path.Platform;
import java.util.Optional;
import java.util.stream.Stream;

/// The CPUs that ELF files are distinguished by.
public enum ElfMachine {
  X86(3, "x86", "x86 (32 bit)"),
  MIPS(8, "mips", "MIPS"),
  POWER(21, "ppc64le", "PowerPC 64"),
  S390(22, "s390x", "S/390"),
  ARM(40, "arm", "ARM (32 bit)"),
  X86_64(62, "x86_64", "x86-64"),
  AARCH64(183, "aarch64", "AArch64"),
  RISCV(243, "riscv64", "RISC-V");

  private final int number;
  private final String platform;
  private final String title;

  ElfMachine(int number, String platform, String title) {
    this.number = number;
    this.platform = platform;
    this.title = title;
  }

  /// The one with a number in the head of a file; empty for a CPU that is not listed.
  public static Optional<ElfMachine> numbered(int number) {
    return Stream.of(values()).filter(each -> each.number == number).findFirst();
  }

  /// The one of a platform; empty for a CPU that is not listed.
  public static Optional<ElfMachine> of(Platform platform) {
    return Stream.of(values()).filter(each -> each.platform.equals(platform.machine())).findFirst();
  }

  /// Its number in the head of a file.
  int number() {
    return number;
  }

  /// What names of platforms call it, as [Platform#machine] does.
  public String platform() {
    return platform;
  }

  /// What messages call it.
  @Override
  public String toString() {
    return title;
  }
}
