// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.spi.CheckOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which modules are run with checks, by configuration and environment.
class CheckedModulesTest {

  @Test
  void modules_ofConfigurationAndEnvironment_areChecked() {
    CheckedModules checked =
        CheckedModules.of(List.of("a"), false, 0, Map.of("TENON_CHECK", "b, c.d,"));

    assertThat(checked.of("a")).isEqualTo(new CheckOptions(0));
    assertThat(checked.of("b")).isEqualTo(new CheckOptions(0));
    assertThat(checked.of("c.d")).isEqualTo(new CheckOptions(0));
    assertThat(checked.of("c")).isNull();
    assertThat(checked.of("")).isNull();
  }

  @Test
  void all_checksEveryModule() {
    assertThat(CheckedModules.of(List.of(), true, 0, Map.of()).of("x")).isNotNull();
    assertThat(CheckedModules.of(List.of(), false, 0, Map.of("TENON_CHECK", "all")).of("x"))
        .isNotNull();
    assertThat(CheckedModules.of(List.of(), false, 0, Map.of()).of("x")).isNull();
  }

  @Test
  void failingCall_ofConfiguration_goesBeforeThatOfEnvironment() {
    Map<String, String> environment = Map.of("TENON_FAIL", "4");

    assertThat(CheckedModules.of(List.of(), true, 0, environment).of("x"))
        .isEqualTo(new CheckOptions(4));
    assertThat(CheckedModules.of(List.of(), true, 2, environment).of("x"))
        .isEqualTo(new CheckOptions(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckedModules.of(List.of(), true, 0, Map.of("TENON_FAIL", "soon")))
        .withMessageContaining("TENON_FAIL is 'soon'");
    assertThatIllegalArgumentException().isThrownBy(() -> new CheckOptions(-1));
  }
}
