// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.isolation.WritableStatic;
import dev.tenon.isolation.memory.History;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.Written;
import dev.tenon.isolation.run.Plan;
import dev.tenon.module.InterpreterSupport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Verdicts on what was seen, without a process.
class JudgeTest {

  private static final WritableStatic VARIABLE =
      new WritableStatic("pool", ".bss", 64, 64, WritableStatic.Kind.ZEROED, false);
  private static final Place PLACE = new Place("libx.so", VARIABLE, false);
  private static final List<Integer> CELLS = List.of(0, 4, 8, 12, 16, 20);

  private final Random random = new Random(7);

  @Test
  void traceThatGaveUp_isUndecidedAndSaysSo() {
    Image image = image(new byte[64]);
    Plan.Traced traced = Plan.Traced.nothing(new Finding.GaveUp(7, "watching stores").toString());

    List<Finding> findings = judge(once(), image, traced);

    assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.UNDECIDED);
    assertThat(findings.getFirst().toString())
        .contains("1 variable of libx.so written by the first use: pool (64 bytes)")
        .endsWith("was not seen: gave up after 7 s while watching stores");
  }

  @Test
  void differentRandomNumbers_areNoObjectionToInitializedOnce() {
    Image one = image(bytes(24));
    Image other = image(bytes(24));

    assertThat(judge(once(), one, traced(other, Set.of())))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.INITIALIZED_ONCE);
  }

  @Test
  void randomNumbersThatAreTakenUnderALock_areASource() {
    Image one = image(bytes(24));
    Image other = image(bytes(24));

    assertThat(judge(again(), one, traced(other, Set.of())))
        .containsExactly(new Finding.RandomPool("libx.so", VARIABLE));
  }

  @Test
  void randomNumbersWithoutALock_areSharedState() {
    Image one = image(bytes(24));
    Image other = image(bytes(24));

    assertThat(judge(again(), one, traced(other, Set.of(8))))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.SHARED_STATE);
  }

  @Test
  void numbersThatFollowFromTheCalls_areSharedState() {
    Image same = image(bytes(24));

    assertThat(judge(again(), same, traced(same, Set.of())))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.SHARED_STATE);
  }

  @Test
  void numbersThatDifferInTheirLowBitsOnly_areSharedState() {
    byte[] time = bytes(24);
    byte[] later = time.clone();
    for (int at = 0; at < 24; at += 4) {
      later[at] ^= 0x5B;
    }

    assertThat(judge(again(), image(time), traced(image(later), Set.of())))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.SHARED_STATE);
  }

  @Test
  void textWithAnAddress_isNoRandomNumber() {
    Image one = image(Arrays.copyOf("7f3a91c2b4507e5d1c0a9f62".getBytes(US_ASCII), 64));
    Image other = image(Arrays.copyOf("a0c5e81d2f9b6b38e7d4152c".getBytes(US_ASCII), 64));

    assertThat(judge(once(), one, traced(other, Set.of())))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.SHARED_STATE);
  }

  @Test
  void differentMemoryBehindAVariable_isNoRandomNumber() {
    byte[] numbers = bytes(24);
    Image one = new Image(List.of("a block of 8 bytes", "0x17a2b3c4d5e6f708"), 1, numbers);
    Image other = new Image(List.of("a block of 8 bytes", "0x8f7e6d5c4b3a2917"), 1, bytes(24));

    assertThat(judge(again(), one, traced(other, Set.of())))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.SHARED_STATE);
  }

  private byte[] bytes(int length) {
    byte[] drawn = new byte[length];
    random.nextBytes(drawn);
    return Arrays.copyOf(drawn, 64);
  }

  private static Image image(byte[] bytes) {
    List<String> words = new ArrayList<>();
    for (byte each : bytes) {
      words.add("%02x".formatted(each));
    }
    return new Image(words, words.size(), bytes);
  }

  private static Written once() {
    return new Written(PLACE, List.of(0), History.Kind.ONCE, CELLS, List.of());
  }

  private static Written again() {
    return new Written(PLACE, List.of(0, 1), History.Kind.SHARED, List.of(), CELLS);
  }

  private static Plan.Traced traced(Image image, Set<Integer> unguarded) {
    return new Plan.Traced("", List.of(), Map.of(PLACE, unguarded), Map.of(PLACE, image));
  }

  private static List<Finding> judge(Written written, Image one, Plan.Traced traced) {
    Plan.Together together =
        new Plan.Together(
            InterpreterSupport.ISOLATED,
            List.of(),
            List.of(),
            List.of(written),
            Map.of(),
            Map.of(PLACE, one),
            Map.of(),
            List.of(),
            true);
    Plan.Alone alone = new Plan.Alone(List.of(), Map.of(), Map.of(PLACE, one));
    return new Judge(alone, null, together, traced).findings();
  }
}
