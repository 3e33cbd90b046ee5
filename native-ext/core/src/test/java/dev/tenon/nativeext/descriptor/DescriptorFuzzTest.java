// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.module.ModuleDef;
import java.lang.foreign.Arena;
import java.util.Objects;

/// Reads descriptors that a fuzzer has changed, guided by what code they reach. Without
/// `JAZZER_FUZZ` the inputs that earlier runs have kept are read once each.
class DescriptorFuzzTest {

  @FuzzTest(maxDuration = "24h")
  void changedDescriptor_isReadOrRefused(FuzzedDataProvider data) {
    try (Arena arena = Arena.ofConfined()) {
      DescriptorBytes bytes = new DescriptorBytes(arena);
      while (data.remainingBytes() > 0) {
        bytes.change(data);
      }
      ModuleDef def = bytes.reader().read(bytes.address());
      def.faults().forEach(fault -> Objects.requireNonNull(fault.text()));
    } catch (ExtensionLoadException _) {
      // Another ABI: nothing more of the descriptor can be understood.
    }
  }
}
