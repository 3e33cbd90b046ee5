// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.nativeext.abi.NumbersTest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What C may ask of the host has the number and the name that C has for it.
class OperationNumbersTest {

  @Test
  void operations_areThoseOfC() {
    Map<String, Integer> all = new TreeMap<>(NumbersTest.named("HOST_"));
    all.putAll(NumbersTest.named("TN_OP_"));

    assertThat(
            Arrays.stream(Operation.values())
                .collect(Collectors.toMap(Operation::name, Operation::number)))
        .hasSizeGreaterThan(40)
        .isEqualTo(all);
  }
}
