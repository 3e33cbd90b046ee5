// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternsTest {

  static Stream<Arguments> options() {
    return Stream.of(
        option("allowReferences", Interpreter.Builder::allowReferences),
        option("allowNative", Interpreter.Builder::allowNative),
        option("denyNative", Interpreter.Builder::denyNative),
        option("force", Interpreter.Builder::force),
        option("privateImage", Interpreter.Builder::privateImage),
        option("privateLibrary", Interpreter.Builder::privateLibrary),
        option("check", Interpreter.Builder::check));
  }

  private static Arguments option(String name, BiConsumer<Interpreter.Builder, String> setter) {
    return Arguments.of(name, setter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void option_withAPatternThatMatchesNothing_isRefusedAtOnce(
      String name, BiConsumer<Interpreter.Builder, String> setter) {
    Interpreter.Builder builder = Interpreter.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> setter.accept(builder, "*count"))
        .withMessage(
            "cannot use the pattern '*count' for %s: expected a full name, a package and all that"
                + " is in it ('package.*'), how names begin ('text*'), or '*' for all",
            name);
    setter.accept(builder, "count.*");
    setter.accept(builder, "count*");
    setter.accept(builder, "*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".*", "*.x", "*a", "**", "a**", "a.**", "a*.*", "a.*.b", "a..b", ".a", "a.", "a..*"
      })
  void pattern_thatNoNameMatches_isRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamePatterns.check("force", List.of("good", pattern)));
  }

  @Test
  void checkedModules_takePatternsAsOtherOptionsDo() {
    CheckedModules checked =
        CheckedModules.of(List.of("shop.*"), false, 0, Map.of("TENON_CHECK", "vendor.*, one"));

    assertThat(checked.of("shop.cart")).isNotNull();
    assertThat(checked.of("vendor")).isNotNull();
    assertThat(checked.of("one")).isNotNull();
    assertThat(checked.of("other")).isNull();
    assertThat(CheckedModules.of(List.of("*"), false, 0, Map.of()).of("other")).isNotNull();
  }

  @Test
  void names_matchByWholeNamePackageOrBeginning() {
    NamePatterns patterns = NamePatterns.of(List.of("one", "shop.*", "isolated_*"));

    assertThat(Stream.of("one", "shop", "shop.cart", "isolated_", "isolated_free.part"))
        .allMatch(patterns::match);
    assertThat(Stream.of("one.more", "on", "shopping", "isolated", "other", ""))
        .noneMatch(patterns::match);
    assertThat(NamePatterns.of(List.of("*")).match("any")).isTrue();
  }

  @Test
  void environment_withAPatternThatMatchesNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckedModules.of(List.of(), false, 0, Map.of("TENON_CHECK", "*count")))
        .withMessageStartingWith("cannot use the pattern '*count' for TENON_CHECK: expected");
  }
}
