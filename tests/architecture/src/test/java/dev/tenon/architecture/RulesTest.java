// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Shows that each of the [Rules] can fail: the classes of the packages `broken` break every one.
final class RulesTest {

  private static final JavaClasses BROKEN =
      new ClassFileImporter()
          .withImportOption((Location location) -> location.contains("/broken/"))
          .importPackages("dev.tenon");

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.tenon.architecture.Rules#all")
  void brokenClasses_rule_isViolated(ArchRule rule) {
    assertThat(rule.evaluate(BROKEN).hasViolation()).isTrue();
  }
}
