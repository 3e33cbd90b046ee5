package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.isolation.IsolationReport.Verdict;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each planted fault is found in every run: once in a build, as often as the system property
/// `tenon.isolation.rounds` says when somebody wants to know.
class PlantedFaultsTest {

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return IntStream.range(0, Integer.getInteger("tenon.isolation.rounds", 1))
        .boxed()
        .flatMap(round ->
            Stream.of(
                Arguments.of(round, "clean", "next(); next()", "clean: isolated"),
                Arguments.of(round, "static_counter", "next()", "count (8 bytes, .bss) of"),
                Arguments.of(round, "cached_handle", "name()", "cached (16 bytes, .bss) of"),
                Arguments.of(round, "leaked_reference", "__name__", "the held reference"),
                Arguments.of(round, "leaked_thread", "__name__", "threads run on"),
                Arguments.of(round, "leaked_block", "__name__", "blocks of C memory"),
                Arguments.of(round, "tally", "next()", "alone it is next() -> 1")));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void plantedFault_isFound(int round, String module, String exercise, String finding)
      throws Exception {
    IsolationCheck check =
        IsolationCheck.of(module)
            .path(Path.of("target/fixtures").toString(), JavaJar.make(folder, "").toString());
    IsolationReport report = check.exercise(exercise).interpreters(3).run();

    assertThat(report.text()).as("round " + round).contains(finding);
    assertThat(report.verdict() == Verdict.ISOLATED).isEqualTo(module.equals("clean"));
  }
}
