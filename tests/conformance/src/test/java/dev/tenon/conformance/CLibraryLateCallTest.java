// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Libraries that call a callback after its end: after the close of its interpreter, and while the
/// process exits.
final class CLibraryLateCallTest {

  @TempDir private Path folder;

  @BeforeEach
  void copyLibrary() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("late.so"), folder.resolve("late.so"));
    try (InputStream text = CLibraryLateCallTest.class.getResourceAsStream("late.cdef.h")) {
      Files.copy(text, folder.resolve("late.cdef.h"));
    }
  }

  private Interpreter open() {
    return Interpreter.builder().path(folder).build();
  }

  @ParameterizedTest
  @CsvSource({"close, 0", "collected, 0", "end, 0", "exit, 3", "exitOfC, 4", "direct, 0"})
  void lateCall_ofAnyTime_givesZeroAndIsReportedOnce(String way, int status) {
    ChildJvm.Result result = ChildJvm.run(LateCalls.class, folder.toString(), way);

    assertThat(result.status()).as(result.output()).isEqualTo(status);
    assertThat(result.output()).contains("now 14");
    switch (way) {
      case "close" -> assertThat(result.output()).contains("late 0");
      // The JVM is alive when C calls exit() on a thread of Java.
      case "exitOfC" -> assertThat(result.output()).contains("late: at exit 14");
      case "direct" -> assertThat(result.output()).doesNotContain("at exit");
      default -> assertThat(result.output()).contains("late: at exit 0");
    }
    String after = way.equals("close") || way.equals("collected") ? "it" : "the JVM";
    assertThat(result.output().lines().filter(line -> line.startsWith("tenon: ")))
        .hasSize(way.equals("exitOfC") ? 0 : 1)
        .allMatch(line ->
            line.contains("of module 'late'") && line.contains("' after " + after + " ended"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "slowThread", "threads"})
  void threadsOfTheLibrary_thatCallBackUntilExit_areJoinedAtExit(String way) {
    for (int round = 0; round < 3; round++) {
      ChildJvm.Result result = ChildJvm.run(LateCalls.class, folder.toString(), way);

      assertThat(result.status()).as(result.output()).isZero();
      assertThat(result.output()).contains("late: stopped 1").doesNotContain("still in Java");
    }
  }

  @Test
  void threadOfTheLibrary_thatStaysInJava_isReportedAndLeftThere() {
    ChildJvm.Result result = ChildJvm.run(LateCalls.class, folder.toString(), "stuckThread");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("tenon: a thread that C made is still in Java while the JVM ends");
  }

  @Test
  void lateCall_ofEachResultType_givesZero() {
    ModuleObject other;
    try (Interpreter first = open()) {
      ModuleObject late = first.importModule("late");
      late.call("late_keep", (TenonCallable) values -> values[0]);
      late.call(
          "late_keep_real", (TenonCallable) values -> (double) values[0] + (double) values[1]);
      assertThat(late.call("late_call", 7)).isEqualTo(7L);
      assertThat(late.call("late_call_real", 7)).isEqualTo(7.5);
      if (NativeWorld.passesStructs()) {
        late.call("late_keep_pair", (TenonCallable) values -> late.call("Pair", values[0], 0.5));
        late.call(
            "late_keep_large",
            (TenonCallable) values -> late.call("Large", values[0], values[1], values[6]));
        assertThat(late.call("late_call_pair", 7)).isEqualTo(7.5);
        assertThat(late.call("late_call_large", 7)).isEqualTo(16L);
      }
    }
    try (Interpreter second = open()) {
      other = second.importModule("late");
      assertThat(other.call("late_call", 7)).isEqualTo(0L);
      assertThat(other.call("late_call_real", 7)).isEqualTo(0.0);
      assumeThat(NativeWorld.passesStructs()).isTrue();
      assertThat(other.call("late_call_pair", 7)).isEqualTo(0.0);
      assertThat(other.call("late_call_large", 7)).isEqualTo(0L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 3000})
  void manyLateCallbacks_neverReachALaterOne(int rounds) {
    AtomicLong current = new AtomicLong();
    try (Interpreter caller = open()) {
      ModuleObject fire = caller.importModule("late");
      for (int round = 1; round <= rounds; round++) {
        long own = round;
        try (Interpreter keeper = open()) {
          keeper
              .importModule("late")
              .call("late_keep", (TenonCallable) _ -> current.updateAndGet(_ -> own));
        }
        if (round % 100 == 0) {
          assertThat(fire.call("late_call", 1)).isEqualTo(0L);
        }
      }
    }
    assertThat(current).hasValue(0);
  }

  @Test
  void callbackOnAThread_whileTheInterpreterCloses_doesNoHarm() {
    try (Interpreter other = open()) {
      ModuleObject control = other.importModule("late");
      for (int round = 0; round < 20; round++) {
        try (Interpreter keeper = open()) {
          keeper.importModule("late").call("late_keep", (TenonCallable) values -> values[0]);
          assertThat(control.call("late_start")).isEqualTo(0L);
        }
        assertThat((long) control.call("late_stop")).isNotNegative();
      }
    }
  }
}
