// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.TypeError;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;

/// Checks pointers that C hands to the host in calls that are rare enough for it: to follow a wild
/// one would end the process. Values of frequent calls are not checked; `--check` is for those.
public final class Pointers {

  private static final int PAGE = 4096;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final Path MAPS = Path.of("/proc/self/maps");

  private Pointers() {}

  /// Checks that there is something at a pointer.
  ///
  /// @param what the call and its parameter, for the message
  /// @throws TypeError if the pointer is NULL or its memory cannot be read
  static void requireReadable(NativeHost host, long address, long size, String what) {
    if (address == 0) {
      throw new TypeError("%s is NULL".formatted(what));
    }
    if (!host.isReadable(address, size)) {
      throw new TypeError(
          "%s is %#x, where no memory of %d bytes can be read".formatted(what, address, size));
    }
  }

  /// Checks that a pointer is a function, of a library or made at run time.
  ///
  /// @throws TypeError if it is NULL or the memory there is not mapped for executing
  static void requireCode(NativeHost host, long address, String what) {
    if (address == 0) {
      throw new TypeError("%s is NULL".formatted(what));
    }
    if (!host.isCode(address) && !isExecutable(address)) {
      throw new TypeError("%s is %#x, where there is no code".formatted(what, address));
    }
  }

  /// Checks that a pointer that may be NULL is a text that ends with a NUL.
  ///
  /// @throws TypeError if it cannot be read up to a NUL, or has more than a MiB
  static void requireText(NativeHost host, long address, String what) {
    for (long at = address; at != 0; ) {
      long end = Math.min((at | (PAGE - 1)) + 1, address + LONGEST_TEXT);
      if (end <= at || !host.isReadable(at, 1)) {
        throw new TypeError(
            "%s is %#x, where no text that ends with a NUL can be read".formatted(what, address));
      }
      while (at < end) {
        if (Memory.getByte(at++) == 0) {
          return;
        }
      }
    }
  }

  /// Whether memory that belongs to no library is mapped for executing: libraries that compile have
  /// such.
  private static boolean isExecutable(long address) {
    try {
      return BoundedFile.readText(MAPS, Limit.SYSTEM_TABLE)
          .lines()
          .anyMatch(line -> isExecutable(line, address));
    } catch (IOException _) {
      return true; // the system does not report it
    }
  }

  /// @param line such as `7f00a000-7f00b000 r-xp 00000000 00:00 0`
  private static boolean isExecutable(String line, long address) {
    int dash = line.indexOf('-');
    int blank = line.indexOf(' ');
    if (dash < 0 || blank < dash || line.length() < blank + 4 || line.charAt(blank + 3) != 'x') {
      return false;
    }
    long start = Long.parseUnsignedLong(line, 0, dash, 16);
    long end = Long.parseUnsignedLong(line, dash + 1, blank, 16);
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }
}
