// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.nativeext.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The texts and bytes that C was given in one call and may only read, kept to see whether it has
/// written to them. Only calls of modules with checks have this.
final class ReadOnlyBytes {

  private static final class Given {
    private final long address;
    private final byte[] bytes;

    Given(long address, byte[] bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    boolean isChanged() {
      return !Arrays.equals(bytes, Memory.getBytes(address, bytes.length));
    }
  }

  private final Checks checks;
  private final List<Given> given = new ArrayList<>();

  ReadOnlyBytes(Checks checks) {
    this.checks = checks;
  }

  /// Notes what lies at an address.
  void add(long address, byte[] bytes) {
    given.add(new Given(address, bytes.clone()));
  }

  /// Reports what has been changed, while its memory is still there.
  void verify(String function) {
    long changed = given.stream().filter(Given::isChanged).count();
    given.clear();
    if (changed > 0) {
      checks.reportWrite(function, "%d of the texts and bytes it was given".formatted(changed));
    }
  }
}
