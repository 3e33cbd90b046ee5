// SPDX-License-Identifier: Apache-2.0
package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {

  @ParameterizedTest
  @CsvSource({
    "next,next,0",
    "nxt,next,1",
    "nextt,next,1",
    "nest,next,1",
    "nxet,next,1",
    "'',next,4",
    "next,'',4",
    "kitten,sitting,3",
    "abcd,badc,2"
  })
  void distance_countsInsertionsDeletionsChangesAndSwaps(String left, String right, int distance) {
    assertThat(NearNames.distance(left, right)).isEqualTo(distance);
    assertThat(NearNames.distance(right, left)).isEqualTo(distance);
  }

  @Test
  void nearest_slipOfThePen_isFound() {
    assertThat(NearNames.nearest("vlaue", List.of("reset", "value", "next"))).hasValue("value");
  }

  @Test
  void nearest_somethingElse_isNot() {
    assertThat(NearNames.nearest("walk", List.of("reset", "value", "next"))).isEmpty();
  }

  @Test
  void nearest_otherNameOfOneLetter_isNot() {
    assertThat(NearNames.nearest("a", List.of("w", "x"))).isEmpty();
    assertThat(NearNames.nearest("a", List.of("ab", "w"))).hasValue("ab");
    assertThat(NearNames.nearest("A", List.of("a"))).hasValue("a");
  }

  @Test
  void nearest_severalAtTheSameDistance_isTheFirstInTheAlphabet() {
    assertThat(NearNames.nearest("bat", List.of("rat", "cat", "hat"))).hasValue("cat");
  }

  @Test
  void nearest_nameOfAnotherCase_isFoundAndComesFirst() {
    assertThat(NearNames.nearest("COUNTER", List.of("counter", "value"))).hasValue("counter");
    assertThat(NearNames.nearest("Next", List.of("nest", "next", "Nest"))).hasValue("next");
  }

  @Test
  void nearest_namesOfTheMachinery_areNotProposed() {
    assertThat(NearNames.nearest("__nam__", List.of("__name__"))).isEmpty();
  }

  @Test
  void hint_isASentenceOrNothing() {
    assertThat(NearNames.hint("nxt", List.of("next"))).isEqualTo(". Did you mean: 'next'?");
    assertThat(NearNames.hint("walk", List.of("next"))).isEmpty();
  }
}
