// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of the C API that no module should make: wild and NULL pointers, absurd sizes, unknown
/// kinds, lists that contain themselves. Each is an error of Tenon, and none ends the process.
final class HostileCallTest {

  @ParameterizedTest
  @ValueSource(strings = {"ffm", "jnr"})
  void everyAttempt_isAnErrorWithAMessage(String backend) {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("--enable-native-access=ALL-UNNAMED", "-Xmx128m"), HostileCalls.class, backend);

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("all attempts made").doesNotContain("BAD");
  }
}
