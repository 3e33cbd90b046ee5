// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which versions of modules a host takes, here one of ABI 1.3.
class AbiVersionTest {

  private static final AbiVersion HOST = new AbiVersion(1, 3);

  @ParameterizedTest
  @CsvSource({"0x10000", "0x10002", "0x10003"})
  void version_ofTheMajorVersionAndNoNewer_isTaken(String version) {
    assertThat(AbiVersion.of(Integer.decode(version)).faultOn(HOST)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0x10004, found ABI 1.4, use a Tenon of ABI 1.4",
    "0x20000, found ABI 2.0, use a Tenon of ABI 2.0",
    "0x00009, found ABI 0.9, rebuild it with the tenon.h",
    "0xFFFF0001, found ABI 65535.1, use a Tenon of ABI 65535.1",
  })
  void otherVersion_isRefusedWithBothVersions(String version, String found, String remedy) {
    assertThat(AbiVersion.of((int) (long) Long.decode(version)).faultOn(HOST))
        .hasValueSatisfying(fault -> {
          assertThat(fault.found()).isEqualTo(found);
          assertThat(fault.expected()).isEqualTo("1.0 to 1.3");
          assertThat(fault.remedy()).contains("rebuild", remedy);
        });
  }

  @Test
  void hostItself_isTaken() {
    assertThat(AbiVersion.of(Abi.VERSION).faultOn(AbiVersion.HOST)).isEmpty();
  }
}
